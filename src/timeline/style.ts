/**
 * Colours by Okabe and Ito, which colour-blind people can tell apart; they differ in lightness too, and no two that lie in
 * one lane are told by their colour alone: running lies below, runnable above, the goal is a line.
 */
export const STYLE = `
:root{color-scheme:light dark;--page:#fff;--text:#1b1b1b;--quiet:#5a5a5a;--lane:#f3f3f3;--grid:#d4d4d4;
--running:#0072b2;--runnable:#e69f00;--alive:#7d7d7d;--heap:#009e73;--goal:#1b1b1b;--marking:#cc79a7;--stopped:#d55e00}
@media (prefers-color-scheme:dark){:root{--page:#161616;--text:#ececec;--quiet:#a8a8a8;--lane:#232323;--grid:#454545;
--running:#56b4e9;--runnable:#e69f00;--alive:#9a9a9a;--heap:#2fb891;--goal:#f5f5f5;--marking:#dd95bd;--stopped:#ff7f2a}}
body{margin:0;background:var(--page);color:var(--text)}
svg.picture{display:block;margin:0 auto;max-width:100%;height:auto;
font:11px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
text{fill:var(--text);white-space:pre}text.quiet{fill:var(--quiet)}text.title{font-weight:bold;font-size:15px}
text.section{font-weight:bold}
.lane{fill:var(--lane)}.grid{stroke:var(--grid);stroke-width:1;fill:none}
.running{fill:var(--running)}.runnable{fill:var(--runnable)}.alive{fill:var(--alive)}.heap{fill:var(--heap)}
.goal{fill:none;stroke:var(--goal);stroke-width:1.5}.marking{fill:var(--marking)}.stopped{fill:var(--stopped)}
.tell{fill:transparent}.tell:hover{fill:var(--text);fill-opacity:.12}
`.replaceAll('\n', '');

/** The report's style: the system's type, two colours for the two sets, light and dark, one column on a phone. */
export const reportStyle = `
:root { color-scheme: light dark; --page: #fbfaf8; --card: #ffffff; --text: #23211e; --quiet: #625d55; --rule: #dfdbd4;
  --dataset: #0b6e99; --real: #a9690b; --bad: #a1281c; --good: #2b6a3a; --shade: 11 110 153; }
@media (prefers-color-scheme: dark) { :root { --page: #161514; --card: #1f1e1c; --text: #e9e5de; --quiet: #a8a196; --rule: #3a3733;
  --dataset: #63b7e0; --real: #e2a94f; --bad: #f08a7c; --good: #8cc79a; --shade: 99 183 224; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 68rem; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; font-weight: 600; line-height: 1.2; margin: 0 0 .25rem; }
h3 { font-size: 1rem; font-weight: 600; margin: 1.5rem 0 0; }
h2 { font-size: 1.2rem; font-weight: 600; margin: 3rem 0 .5rem; }
p { max-width: 46rem; margin: .5rem 0; }
.quiet, figcaption, dt { color: var(--quiet); }
.summary { font-size: 1.1rem; margin: 1rem 0 0; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--rule); font-weight: 400; }
thead th { color: var(--quiet); font-size: .875rem; }
.numbers { width: auto; overflow-wrap: normal; } .numbers thead th { min-width: 3.5rem; } .numbers td, .numbers tbody th { white-space: nowrap; } .numbers td, .numbers thead th + th { text-align: right; padding: .35rem .75rem; }
.verdict { white-space: nowrap; font-weight: 600; width: 6.5rem; } .holds { color: var(--good); } .exceeded { color: var(--bad); } .found { color: var(--quiet); }
.scroll { overflow-x: auto; }
.grid { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); margin: 1rem 0; }
.wide { grid-template-columns: repeat(auto-fill, minmax(min(100%, 29rem), 1fr)); }
figure { margin: 0; min-width: 0; padding: .75rem; background: var(--card); border: 1px solid var(--rule); border-radius: .5rem; }
figure svg { display: block; width: 100%; height: auto; max-width: 30rem; }
figcaption { font-size: .875rem; margin-top: .5rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .5rem; }
.pair img, .hidden { width: 100%; height: auto; aspect-ratio: 1; border-radius: .25rem; display: block; }
.hidden { display: grid; place-content: center; text-align: center; border: 1px dashed var(--rule); color: var(--quiet); font-size: .875rem; }
.key span { display: inline-flex; align-items: center; gap: .4rem; margin-right: 1.25rem; }
.key i { width: 1.25rem; height: 0; border-top: 3px solid; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.25rem; } dd { margin: 0; }
@media (max-width: 40rem) {
  .verdicts thead { display: none; } .verdicts tr { display: block; padding: .6rem 0; border-bottom: 1px solid var(--rule); }
  .verdicts td, .verdicts th { display: block; border: 0; padding: 0; } .verdicts .limit::before { content: 'limit: '; color: var(--quiet); }
  .numbers { font-size: .875rem; } .numbers thead th { min-width: 0; } .numbers td, .numbers th, .numbers thead th + th { padding: .35rem .4rem; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; }
}
@media print { body { max-width: none; } figure { break-inside: avoid; } }
`;

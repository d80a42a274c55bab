extension FleetPage {
  /// SHA-256 of the style, for the page's policy. A test compares them.
  static let styleHash = "wO1PstBZDqhxAosAhLw8Bp8iuJNFm0q5zYqeJm9sU7w="

  static let style = """

    :root { --back: #fff; --text: #1c1e21; --quiet: #5b6169; --line: #d8dce1; --panel: #f5f6f8;
      --one: #d9f0de; --one-text: #11461f; --many: #d7e6fb; --many-text: #123a75; --off: #fbe7c3; --off-text: #6a3f00;
      --good: #2c8a4b; --bad: #c62f2f; --link: #0b57b0; }
    @media (prefers-color-scheme: dark) { :root { --back: #15181c; --text: #e4e7eb; --quiet: #9ba3ad; --line: #353b43;
      --panel: #1d2127; --one: #16391f; --one-text: #a6e3b5; --many: #17304f; --many-text: #aecdf6; --off: #45310c;
      --off-text: #f3d08c; --good: #4cb56d; --bad: #ef6b6b; --link: #86b7f5; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 90rem; padding: 1rem; background: var(--back); color: var(--text);
      font: 1rem/1.5 system-ui, sans-serif; }
    h1 { font-size: 1.6rem; margin: 0 0 .5rem; }
    h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
    h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
    p { margin: .5rem 0; }
    header p, small, .count { color: var(--quiet); }
    .tiles { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; margin: 0; padding: 0; }
    .tiles li { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; padding: .4rem .8rem; }
    .tiles b { font-size: 1.3rem; margin-right: .2rem; }
    .findings, .names { margin: 0; padding-left: 1.25rem; }
    .findings li { margin: .25rem 0; overflow-wrap: anywhere; }
    bdi { unicode-bidi: isolate; overflow-wrap: anywhere; }
    .findings > li > bdi { font-weight: 600; }
    summary { cursor: pointer; }
    details ul { list-style: none; margin: .25rem 0; padding: 0; font-weight: normal; font-size: .85rem; }
    .wide { overflow: auto; width: fit-content; max-width: 100%; max-height: 85vh; border: 1px solid var(--line); border-radius: .5rem; }
    :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
    table { border-collapse: separate; border-spacing: 0; font-size: .875rem; }
    th, td { border-bottom: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
    thead th, thead td { background: var(--panel); vertical-align: bottom; }
    thead tr:last-child > * { position: sticky; top: 0; z-index: 1; }
    tbody tr:last-child > * { border-bottom: 0; }
    button, input, select { font: inherit; color: inherit; }
    th button { background: none; border: 0; padding: 0; text-align: inherit; font-weight: inherit; cursor: pointer; }
    th[aria-sort] button::after { content: " ↑"; }
    th[aria-sort=descending] button::after { content: " ↓"; }
    #apps th[scope=row], #apps thead tr:last-child th:first-child { position: sticky; left: 0; background: var(--panel);
      min-width: 13rem; max-width: 22rem; overflow-wrap: anywhere; }
    #apps thead tr:last-child th:first-child { z-index: 2; }
    #apps thead [data-sort=rank] { padding: .5rem .25rem; }
    #apps thead [data-sort=rank] > * { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 13rem;
      font-weight: normal; line-height: 1.2; }
    #apps .groups th { font-size: .75rem; color: var(--quiet); border-left: 1px solid var(--line); }
    #apps tbody td { text-align: center; border-left: 1px solid var(--line); white-space: nowrap; }
    #hosts td { font-variant-numeric: tabular-nums; white-space: nowrap; }
    #hosts td:nth-child(n+3):nth-child(-n+7), #hosts th[data-sort=number] { text-align: right; }
    .n { color: var(--quiet); }
    .o { background: var(--one); color: var(--one-text); }
    .m { background: var(--many); color: var(--many-text); font-weight: 600; }
    .f, .u { background: var(--off); color: var(--off-text); font-style: italic; }
    span.n, span.o, span.m, span.f { padding: .1rem .4rem; border-radius: .25rem; white-space: nowrap; }
    svg { display: block; }
    .g { fill: var(--good); }
    .b { fill: var(--bad); }
    dl { display: grid; grid-template-columns: minmax(0, auto) 1fr; gap: .25rem 1rem; margin: 0; font-size: .875rem; }
    dt { overflow-wrap: anywhere; font-family: ui-monospace, monospace; font-size: .8rem; }
    dd { margin: 0; }
    .controls { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin: .5rem 0; }
    .controls input[type=search], .controls select { border: 1px solid var(--quiet); border-radius: .375rem;
      padding: .35rem .5rem; background: var(--back); min-width: 0; }
    .controls input[type=search] { flex: 1 1 14rem; max-width: 30rem; }
    [hidden] { display: none !important; }
    @media (max-width: 40rem) {
      body { padding: .75rem; }
      dl { display: block; }
      dd { margin: 0 0 .5rem; }
      #apps th[scope=row], #apps thead tr:last-child th:first-child { min-width: 9rem; max-width: 10rem; font-size: .8rem; }
      #apps th[scope=row] bdi { word-break: break-all; }
    }
    @media print {
      :root { --back: #fff; --text: #000; --quiet: #444; --line: #999; --panel: #fff; --one-text: #000;
        --many-text: #000; --off-text: #000; }
      @page { size: landscape; margin: 12mm; }
      body { font-size: 9pt; padding: 0; }
      .controls { display: none; }
      .wide { overflow: visible; max-height: none; border: 0; }
      th, td { position: static !important; padding: .1rem .25rem; }
      tr, li { break-inside: avoid; }
    }

    """
}

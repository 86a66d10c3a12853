// Draws cards with Microsoft's own renderer: {"cards": [{"name", "card"}], "chromium", "folder"?} in, what was wrong with
// each and how tall it came out, as JSON. With a folder, a picture of each goes there.
const fs = require('fs');
const path = require('path');
const { chromium } = require('playwright-core');

const LOOK = {
  fontFamily: '"Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif',
  supportsInteractivity: true,
  actions: { maxActions: 6, buttonSpacing: 8, actionAlignment: 'left', actionsOrientation: 'horizontal' },
  spacing: { small: 4, default: 8, medium: 16, large: 24, extraLarge: 32, padding: 16 },
  separator: { lineThickness: 1, lineColor: '#e1e1e1' },
  containerStyles: {
    emphasis: { backgroundColor: '#f3f2f1' },
    accent: { backgroundColor: '#5b5fc7' },
  },
};

const draw = ({ card, look }) => {
  const events = [];
  const context = new AdaptiveCards.SerializationContext();
  const shown = new AdaptiveCards.AdaptiveCard();
  shown.hostConfig = new AdaptiveCards.HostConfig(look);
  shown.parse(card, context);
  for (let n = 0; n < context.eventCount; n += 1) events.push(context.getEventAt(n).message);
  const place = document.getElementById('card');
  place.replaceChildren(shown.render());
  return { events, words: place.innerText, height: place.scrollHeight, wide: place.scrollWidth > place.clientWidth };
};

(async () => {
  const { cards, chromium: executablePath, folder } = JSON.parse(fs.readFileSync(0, 'utf8'));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 560, height: 800 }, deviceScaleFactor: 1.5 });
  await page.route('**/*', (route) => (route.request().url().startsWith('data:') ? route.continue() : route.abort()));
  const here = path.dirname(require.resolve('adaptivecards/dist/adaptivecards.js'));
  await page.setContent('<body style="margin:12px;background:#ebebeb"><div id="card"></div></body>');
  await page.addScriptTag({ path: path.join(here, 'adaptivecards.js') });
  await page.addStyleTag({ path: path.join(here, 'adaptivecards.css') });
  await page.addStyleTag({ content: `
    #card { background: #fff; border-radius: 6px; box-shadow: 0 1px 3px #0003; }
    .ac-pushButton { padding: 5px 14px; border: 1px solid #d1d1d1; border-radius: 4px; background: #fff; font: 600 14px sans-serif; }
    .ac-pushButton.ac-pushButton.style-positive { background: #5b5fc7; border-color: #5b5fc7; color: #fff; }
    .ac-pushButton.ac-pushButton.style-destructive { background: #fff; color: #c4314b; border-color: #c4314b; }
    .ac-actionSet { flex-wrap: wrap; row-gap: 6px; }
    input, textarea, select { width: 100%; box-sizing: border-box; padding: 6px 8px; border: 1px solid #d1d1d1; border-radius: 4px; font: 14px sans-serif; }
    input[type=radio], input[type=checkbox] { width: auto; }` });
  const answers = [];
  for (const { name, card } of cards) {
    const answer = await page.evaluate(draw, { card, look: LOOK });
    answers.push({ name, ...answer });
    if (folder) await page.locator('#card').screenshot({ path: path.join(folder, `${name}.png`) });
  }
  await browser.close();
  process.stdout.write(JSON.stringify(answers));
})();

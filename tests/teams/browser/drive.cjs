// A person at the playground: one JSON command a line in, one JSON answer a line out.
const readline = require('readline');
const { chromium } = require('playwright-core');

let browser;
let page;

const commands = {
  async open({ url, chromium: executablePath }) {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    page.setDefaultTimeout(60000);
    await page.route('**/*', (route) =>
      ['127.0.0.1', 'localhost'].includes(new URL(route.request().url()).hostname) ? route.continue() : route.abort());
    await page.goto(url);
    await page.getByRole('treeitem').first().waitFor();
  },
  async place({ name }) {
    await page.getByRole('treeitem', { name }).first().click();
    await page.waitForTimeout(300);
  },
  async type({ text, mention, send }) {
    const box = page.locator('[role=textbox][contenteditable=true]').last();
    await box.click();
    if (mention) {
      await page.keyboard.type('@');
      await page.getByRole('menuitem').filter({ hasText: mention }).first().click();
      await page.waitForTimeout(200);
    }
    await page.keyboard.insertText(text);
    if (send) await page.getByRole('button', { name: send, exact: true }).last().click();
    else await page.keyboard.press('Enter');
  },
  async press({ label }) {
    await page.getByRole('button', { name: label, exact: true }).last().click();
  },
  async mock({ name }) {
    await page.getByText('Mock an Activity').first().click();
    await page.getByText(name, { exact: true }).first().click();
    await page.getByRole('button', { name: 'Send activity' }).click();
    await page.getByRole('button', { name: 'Send activity' }).waitFor({ state: 'detached' });
  },
  async fill({ label, value }) {
    await page.getByLabel(label).last().fill(value);
  },
  async wait({ text, times }) {
    await page.waitForFunction(
      ([wanted, often]) => document.body.innerText.split(/\s+/).join(' ').split(wanted).length > often,
      [text, times || 1]);
  },
  async read() {
    return page.evaluate(() => document.body.innerText);
  },
  async shot({ path }) {
    await page.screenshot({ path });
  },
  async close() {
    await browser.close();
  },
};

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const command = JSON.parse(line);
    try {
      const value = await commands[command.do](command);
      process.stdout.write(`${JSON.stringify({ ok: true, value })}\n`);
    } catch (error) {
      process.stdout.write(`${JSON.stringify({ ok: false, error: String(error).slice(0, 600) })}\n`);
    }
    if (command.do === 'close') process.exit(0);
  }
})();

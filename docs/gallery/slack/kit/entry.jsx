import React from "react";
import { createRoot } from "react-dom/client";
import { Message } from "slack-blocks-to-jsx";
import "slack-blocks-to-jsx/dist/style.css";
import shown from "./shown.json";

const time = new Date(2026, 2, 9, 9, 0);
const logo =
  "data:image/svg+xml;utf8," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" width="36" height="36"><rect width="36" height="36" rx="6" fill="#1f3a5f"/><text x="18" y="25" font-size="20" fill="white" text-anchor="middle" font-family="sans-serif">Δ</text></svg>',
  );

function Field({ block }) {
  const element = block.element;
  const value =
    element.initial_value ?? element.initial_date ?? element.initial_time ?? element.initial_option?.text.text ?? "";
  const ghost = element.placeholder?.text ?? { datepicker: "Select a date", timepicker: "Select a time", static_select: "Select an option" }[element.type] ?? "";
  return (
    <div style={{ margin: "14px 0" }}>
      <div style={{ fontWeight: 700, fontSize: 15 }}>
        {block.label.text} {block.optional && <span style={{ fontWeight: 400, color: "#616061" }}>(optional)</span>}
      </div>
      <div
        style={{
          border: "1px solid #bbb",
          borderRadius: 6,
          padding: "8px 10px",
          minHeight: element.multiline ? 66 : 20,
          marginTop: 4,
          color: value ? "#1d1c1d" : "#868686",
        }}
      >
        {value || ghost}
      </div>
    </div>
  );
}

function Modal({ view }) {
  const fields = view.blocks.filter((block) => block.type === "input");
  const rest = view.blocks.filter((block) => block.type !== "input");
  const button = { borderRadius: 6, padding: "7px 14px", fontWeight: 700, fontSize: 14 };
  return (
    <div style={{ border: "1px solid #ddd", borderRadius: 10, padding: 20, width: 480, fontFamily: "Lato, sans-serif" }}>
      <div style={{ fontSize: 20, fontWeight: 900, marginBottom: 8 }}>{view.title.text}</div>
      {rest.length > 0 && <Message blocks={rest} name="" logo="" time={time} theme="light" withoutWrapper />}
      {fields.map((block) => (
        <Field key={block.block_id} block={block} />
      ))}
      <div style={{ display: "flex", justifyContent: "flex-end", gap: 10, marginTop: 18 }}>
        <span style={{ ...button, border: "1px solid #bbb" }}>{view.close.text}</span>
        <span style={{ ...button, background: "#007a5a", color: "white" }}>{view.submit.text}</span>
      </div>
    </div>
  );
}

createRoot(document.getElementById("root")).render(
  <div style={{ padding: 16, width: 600, background: "white" }}>
    {shown.parts.map((part, n) =>
      part.type === "modal" ? (
        <Modal key={n} view={part} />
      ) : (
        <Message key={n} blocks={part.blocks} name="Delta" logo={logo} time={time} theme="light" />
      ),
    )}
  </div>,
);

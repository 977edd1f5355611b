// 通行密钥：asks the browser for a key and sends what it answers; without this file password and code still work.
(() => {
  const form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential || !navigator.credentials) return;
  const trouble = form.querySelector("[data-passkey-trouble]");
  const toBytes = (text) => {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (character) => character.charCodeAt(0));
  };
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const listed = (keys) => (keys || []).map((key) => ({ ...key, id: toBytes(key.id) }));
  const options = async () => {
    if (form.dataset.options) return JSON.parse(form.dataset.options).publicKey;
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return (await answer.json()).request_options.publicKey;
  };
  const made = async (asked) => {
    const user = { ...asked.user, id: toBytes(asked.user.id) };
    const excludeCredentials = listed(asked.excludeCredentials);
    const publicKey = { ...asked, challenge: toBytes(asked.challenge), user, excludeCredentials };
    const key = await navigator.credentials.create({ publicKey });
    return [key, { attestationObject: toText(key.response.attestationObject) }];
  };
  const shown = async (asked) => {
    const allowCredentials = listed(asked.allowCredentials);
    const publicKey = { ...asked, challenge: toBytes(asked.challenge), allowCredentials };
    const key = await navigator.credentials.get({ publicKey });
    const { authenticatorData, signature, userHandle } = key.response;
    const handle = userHandle && userHandle.byteLength ? { userHandle: toText(userHandle) } : {};
    return [key, { authenticatorData: toText(authenticatorData), signature: toText(signature), ...handle }];
  };
  const send = async () => {
    const [key, response] = await (form.dataset.passkey === "make" ? made : shown)(await options());
    response.clientDataJSON = toText(key.response.clientDataJSON);
    const sent = { id: key.id, rawId: toText(key.rawId), type: key.type, response, clientExtensionResults: {} };
    form.querySelector("[name=credential]").value = JSON.stringify(sent);
    form.submit();
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    trouble.hidden = true;
    send().catch(() => {
      trouble.hidden = false;
    });
  });
})();

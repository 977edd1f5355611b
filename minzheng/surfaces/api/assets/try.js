"use strict";
const page = document.body.dataset;
SwaggerUIBundle({
  url: page.schema,
  dom_id: "#try",
  validatorUrl: null,
  deepLinking: true,
  requestInterceptor: (request) => {
    request.headers["X-CSRFToken"] = page.csrf;
    return request;
  },
});

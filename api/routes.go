package api

import "github.com/gin-gonic/gin"

// Routes registers the operations of the contract, and the page that explains permissions. Their errors become problems.
func (r *Resources) Routes(router gin.IRouter) {
	router.GET(whyPath, r.Why)
	refuse := func(c *gin.Context, err error) { Refuse(c, err) }
	strict := NewStrictHandlerWithOptions(r, []StrictMiddlewareFunc{validated()}, StrictGinServerOptions{
		RequestErrorHandlerFunc: func(c *gin.Context, err error) { RefuseRequest(c, err) }, HandlerErrorFunc: refuse, ResponseErrorHandlerFunc: refuse,
	})
	RegisterHandlersWithOptions(router, strict, GinServerOptions{
		BaseURL: basePath, ErrorHandler: func(c *gin.Context, err error, status int) { Refuse(c, &Refusal{Status: status, Msg: err.Error()}) },
	})
}

// validated checks what the contract cannot say of an input.
func validated() StrictMiddlewareFunc {
	validate := Validate()
	return func(handle StrictHandlerFunc, operationID string) StrictHandlerFunc {
		return validate(handle, operationID)
	}
}

using System.Collections.Frozen;

namespace AllianceApi.Hosting;

/// <summary>
/// A kind of refusal: the closed family of everything that the service answers instead of a result. Each has a page at
/// <c>/problems/{slug}</c> that explains it.
/// </summary>
/// <param name="Slug">Last part of its <c>type</c>.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">Short summary, the same for every occurrence.</param>
/// <param name="Explanation">What it means and how to mend it: the text of its page.</param>
/// <param name="Retryable">Whether the same request may succeed later without a change.</param>
internal sealed record ProblemType(string Slug, int Status, string Title, string Explanation, bool Retryable = false)
{
    public static readonly ProblemType InvalidRequest = new("invalid-request", 400, "The request has faults",
        "Something in the body, the query or a header is not as the API describes it: a wrong type, a value out of range, a missing, unknown or doubled member, a time without an offset. Every fault is listed in `errors` with a JSON pointer, a code and a sentence. Nothing was stored. Mend all of them and send again.");

    public static readonly ProblemType MalformedJson = new("malformed-json", 400, "The body is not JSON",
        "The body could not be read as one JSON value in UTF-8 (RFC 8259), at most 16 levels deep. `detail` says where reading stopped. Nothing was stored.");

    public static readonly ProblemType Unauthenticated = new("unauthenticated", 401, "A valid credential is needed",
        "Send `Authorization: Bearer <key>` with an API key that exists, has not expired and is not revoked, or with a token (JWT) of an identity provider that is configured here, whose detail then says what is wrong with it. Keys are made with `POST /v1/keys` or with the shell command `keys add`.");

    public static readonly ProblemType Forbidden = new("forbidden", 403, "Your role has no such right",
        "The credential is valid, but its role does not allow this operation. The table of roles is in the API's description. Ask the administrator for a key with another role.");

    public static readonly ProblemType NotFound = new("not-found", 404, "There is no such thing within your sight",
        "The path is unknown, or the thing does not exist, or it lies outside what your credential may see: the answer is the same for all of them. The refusal is in the audit log.");

    public static readonly ProblemType MethodNotAllowed = new("method-not-allowed", 405, "This method does not exist here",
        "The path exists but does not take this method. The `Allow` header lists those that it takes.");

    public static readonly ProblemType NotAcceptable = new("not-acceptable", 406, "No such representation",
        "The resource can not be given in any of the media types of the `Accept` header.");

    public static readonly ProblemType RequestTimeout = new("request-timeout", 408, "The body came too slowly",
        "The body did not arrive at 240 bytes a second. Nothing was stored. Send the request again when the connection is better.", Retryable: true);

    public static readonly ProblemType ResponseExists = new("response-exists", 409, "This session already has a response with other answers",
        "For one episode, session, instrument version and rater there is one response. The one that is stored has other answers than those that you sent; `existing` is its path. If the new answers are the right ones, amend it: `PUT` to that path with `If-Match` and a reason.");

    public static readonly ProblemType SessionOrder = new("session-order", 409, "Session numbers and times contradict each other",
        "Session numbers must not fall while time goes on, and a session happens on one day. `detail` names the session in the way. Correct the number or `heldAt` that you sent, or correct the stored session with `PUT /v1/episodes/{episodeId}/sessions/{number}`.");

    public static readonly ProblemType FixedMember = new("fixed-member", 409, "This member never changes",
        "The client and the clinician of an episode are fixed: the alliance belongs to the two. A new therapist is a new episode.");

    public static readonly ProblemType InUse = new("in-use", 409, "This is in use and can not change",
        "An instrument's version is immutable once a response uses it. Publish the change as a new version.");

    public static readonly ProblemType AlreadyExists = new("already-exists", 409, "This already exists with other content",
        "The id is taken by something with other content. Choose another id, or change the stored one by its own path.");

    public static readonly ProblemType WrongState = new("wrong-state", 409, "The present state does not allow this",
        "The thing exists, but its state does not allow this step: an alert that is closed can not be seen again, a voided response can not be amended. `detail` names the state.");

    public static readonly ProblemType RequestInProgress = new("request-in-progress", 409, "The first request with this key is still running",
        "A request with the same `Idempotency-Key` has not ended yet. Wait a moment and send it again: you then get its answer.", Retryable: true);

    public static readonly ProblemType Gone = new("gone", 410, "This has been erased",
        "The thing existed and was erased on request. It will not come back.");

    public static readonly ProblemType PreconditionFailed = new("precondition-failed", 412, "It has changed since you read it",
        "The `If-Match` header names an older state. Read the resource again, decide anew, and send the change with the ETag that you then get.");

    public static readonly ProblemType PrefetchMissing = new("prefetch-missing", 412, "The patient was not sent along",
        "A hook is answered from what the service holds of the patient, and it never calls back to the record system. Send the FHIR Patient with its identifiers under `prefetch`, as `GET /cds-services` describes.");

    public static readonly ProblemType BodyTooLarge = new("body-too-large", 413, "The body is too large",
        "A single submission may have 64 KiB. Nothing was read beyond the limit and nothing was stored.");

    public static readonly ProblemType UnsupportedMediaType = new("unsupported-media-type", 415, "This media type is not taken here",
        "Send JSON as `Content-Type: application/json` in UTF-8.");

    public static readonly ProblemType UnsupportedContentEncoding = new("unsupported-content-encoding", 415, "A compressed body is not taken here",
        "Send the body as it is, without `Content-Encoding`. What is packed may be small on the way and huge when it is unpacked, so nothing is unpacked. Answers are compressed for who sends `Accept-Encoding`.");

    public static readonly ProblemType NothingToScore = new("nothing-to-score", 422, "No scale could be scored",
        "Too few items are answered for any scale of the instrument. Nothing was stored. How many answers a scale needs stands at `GET /v1/instruments/{id}`.");

    public static readonly ProblemType IdempotencyKeyReused = new("idempotency-key-reused", 422, "This Idempotency-Key belongs to another request",
        "The key was used within the last 24 hours for a request with another body. Use a new key for a new request; to repeat a request, send exactly the same body.");

    public static readonly ProblemType WordingMissing = new("wording-missing", 422, "No wording is attached",
        "The instrument has no licensed item texts in this language. Attach them with `PUT /v1/instruments/{id}/versions/{version}/wording/{language}`.");

    public static readonly ProblemType PreconditionRequired = new("precondition-required", 428, "Say which state you are changing",
        "Changing an existing resource needs `If-Match` with the ETag that you read, so that nobody's change is overwritten unseen.");

    public static readonly ProblemType TooManyRequests = new("too-many-requests", 429, "Too many requests",
        "The credential has used up its requests for now. `Retry-After` says in how many seconds to come back. The request was not begun, and nothing is kept against its `Idempotency-Key`.", Retryable: true);

    public static readonly ProblemType HeadersTooLarge = new("headers-too-large", 431, "The headers are too large",
        "The request line or the headers are longer than the server reads.");

    public static readonly ProblemType Unexpected = new("unexpected", 500, "Something broke on our side",
        "An error that we did not foresee. Nothing of this request was stored. Tell us the `traceId`; the log holds the cause under it. The request may be sent again.", Retryable: true);

    public static readonly ProblemType Unavailable = new("unavailable", 503, "The store can not take this now",
        "The service is overloaded, stopping, or its disk can not be written. Nothing of this request was stored and nothing is kept against its `Idempotency-Key`. Send it again after `Retry-After` seconds.", Retryable: true);

    public static readonly ProblemType IssuerUnavailable = new("issuer-unavailable", 503, "The identity provider can not be reached now",
        "The token is from an identity provider that is configured here, but its keys could not be had, so that nobody can tell whether the token is good. Nothing of this request was stored. Send it again after `Retry-After` seconds; API keys work meanwhile.", Retryable: true);

    /// <summary>All of them by slug.</summary>
    public static readonly FrozenDictionary<string, ProblemType> All = new[]
    {
        InvalidRequest, MalformedJson, Unauthenticated, Forbidden, NotFound, MethodNotAllowed, NotAcceptable, RequestTimeout, ResponseExists, SessionOrder,
        FixedMember, InUse, AlreadyExists, WrongState, RequestInProgress, Gone, PreconditionFailed, PrefetchMissing, BodyTooLarge, UnsupportedMediaType, UnsupportedContentEncoding,
        NothingToScore, IdempotencyKeyReused, WordingMissing, PreconditionRequired, TooManyRequests, HeadersTooLarge, Unexpected, Unavailable, IssuerUnavailable,
    }.ToFrozenDictionary(t => t.Slug, StringComparer.Ordinal);

    /// <summary>The kind that stands for a bare status of the framework.</summary>
    public static ProblemType OfStatus(int status) => status switch
    {
        400 => InvalidRequest,
        401 => Unauthenticated,
        403 => Forbidden,
        404 => NotFound,
        405 => MethodNotAllowed,
        406 => NotAcceptable,
        408 => RequestTimeout,
        413 => BodyTooLarge,
        415 => UnsupportedMediaType,
        429 => TooManyRequests,
        431 => HeadersTooLarge,
        503 => Unavailable,
        >= 400 and < 500 => InvalidRequest,
        _ => Unexpected,
    };
}

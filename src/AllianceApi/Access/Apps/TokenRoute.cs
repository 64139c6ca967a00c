using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AllianceApi.Hosting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AllianceApi.Access.Apps;

/// <summary>The token endpoint of SMART Backend Services: <c>client_credentials</c> with <c>private_key_jwt</c> and nothing else.</summary>
internal static class TokenRoute
{
    private const int Limit = 16 * 1024;
    private const string Grant = "client_credentials";
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost(FetchToken.Path, Answer).WithMetadata(new Microsoft.AspNetCore.Routing.ExcludeFromDescriptionAttribute());

    private static async Task Answer(HttpContext http)
    {
        var (form, refusal) = await Read(http);
        if (form is not null)
        {
            var fetch = http.RequestServices.GetRequiredService<FetchToken>();
            var audience = PublicAddress.Of(http) + FetchToken.Path;
            (var token, refusal) = await fetch.Fetch(form["client_assertion"], form.GetValueOrDefault("scope"), audience, Call.OriginOf(http), http.RequestAborted);
            if (token is not null)
            {
                await Write(http, StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(
                    new TokenAnswer(token.Token, "bearer", (int)AppToken.Life.TotalSeconds, token.Scope), TokenJson.Default.TokenAnswer));
                return;
            }
        }

        await Write(http, refusal!.Status, JsonSerializer.SerializeToUtf8Bytes(new TokenError(refusal.Error, refusal.Why), TokenJson.Default.TokenError));
    }

    private static async Task<(Dictionary<string, string>? Form, TokenRefusal? Refusal)> Read(HttpContext http)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            || await RequestBody.ReadWhole(http.Request, Limit, http.RequestAborted) is not { } bytes)
        {
            return (null, new TokenRefusal("invalid_request", $"Send a form (application/x-www-form-urlencoded) of at most {Limit} bytes."));
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in QueryHelpers.ParseQuery(Encoding.UTF8.GetString(bytes)))
        {
            if (values.Count > 1)
            {
                return (null, new TokenRefusal("invalid_request", "A field stands twice."));
            }

            fields[name] = values.ToString();
        }

        return fields switch
        {
            _ when fields.GetValueOrDefault("grant_type") is not Grant => (null, new TokenRefusal(
                fields.ContainsKey("grant_type") ? "unsupported_grant_type" : "invalid_request", $"The grant_type must be {Grant}.")),
            _ when fields.GetValueOrDefault("client_assertion_type") is not AssertionType => (null, new TokenRefusal("invalid_request", $"The client_assertion_type must be {AssertionType}.")),
            _ when fields.GetValueOrDefault("client_assertion") is not { Length: > 0 } => (null, new TokenRefusal("invalid_request", "The client_assertion is missing.")),
            _ => (fields, null),
        };
    }

    private static Task Write(HttpContext http, int status, byte[] body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = body.Length;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Pragma = "no-cache";
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = "1";
        }

        return http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }
}

/// <summary>A token as RFC 6749 has it.</summary>
internal sealed record TokenAnswer(string AccessToken, string TokenType, int ExpiresIn, string Scope);

/// <summary>A refusal as RFC 6749 has it.</summary>
internal sealed record TokenError(string Error, string ErrorDescription);

/// <summary>What the token endpoint answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(TokenError))]
internal sealed partial class TokenJson : JsonSerializerContext;

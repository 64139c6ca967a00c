using AllianceApi.Access;
using MediatR;

namespace AllianceApi.Hosting;

/// <summary>The REST door: reads the input, sends the request of a use case, writes the outcome.</summary>
internal static class Rest
{
    /// <summary>For a request without a body.</summary>
    public static async Task Get<TRequest, T>(HttpContext http, ISender sender, Func<Input, TRequest> read)
        where TRequest : IRequest<Outcome<T>>
        where T : class
    {
        var input = Input.Of(http);
        await Send<TRequest, T>(http, sender, input, read(input));
    }

    /// <summary>
    /// For a request with a JSON object as its body. Where <paramref name="plainly"/> can make the request from the bytes, they are
    /// not read member by member.
    /// </summary>
    public static async Task Post<TRequest, T>(HttpContext http, ISender sender, Func<Input, TRequest> read, bool optionalBody = false, PlainRead<TRequest>? plainly = null)
        where TRequest : class, IRequest<Outcome<T>>
        where T : class
    {
        var (body, refusal) = await Input.Bytes(http, optionalBody, http.RequestAborted);
        if (body is not null && plainly is not null && Input.Beside(http, body) is var beside && plainly(beside, body) is { } plain && !beside.Faults.Any)
        {
            await Send<TRequest, T>(http, sender, beside, plain);
            return;
        }

        var (input, malformed) = body is null ? (null, refusal) : Input.Parse(http, body);
        if (input is null)
        {
            await Unread.Refuse(http, malformed!);
            return;
        }

        var request = read(input);
        input.Body?.Done();
        await Send<TRequest, T>(http, sender, input, request);
    }

    private static async Task Send<TRequest, T>(HttpContext http, ISender sender, Input input, TRequest request)
        where TRequest : IRequest<Outcome<T>>
        where T : class
    {
        if (input.Faults.Any && request is not IJudgedByDefinition)
        {
            await Unread.Refuse(http, Refusal.Invalid(input.Faults.All));
            return;
        }

        await Reply.Write(http, await sender.Send(request, http.RequestAborted));
    }
}

/// <summary>Makes a request from a body of the usual shape; null where the body has to be read member by member.</summary>
internal delegate TRequest? PlainRead<TRequest>(Input input, ReadOnlySpan<byte> body)
    where TRequest : class;

/// <summary>
/// A request that is judged together with the definition of an instrument. It takes the faults of its syntax along to its use
/// case, so that all faults are told at once; one that brings any is refused and never begins.
/// </summary>
internal interface IJudgedByDefinition
{
    /// <summary>The faults found before the definition was known.</summary>
    Faults Faults { get; }
}

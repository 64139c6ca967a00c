using System.Buffers;
using AllianceApi.Access;
using MediatR;

namespace AllianceApi.Hosting;

/// <summary>The REST door: reads the input, sends the request of a use case, writes the outcome.</summary>
internal static class Rest
{
    /// <summary>For a request without a body.</summary>
    public static Task Get<TRequest, T>(HttpContext http, ISender sender, Func<Input, TRequest> read)
        where TRequest : IRequest<Outcome<T>>
        where T : class
    {
        var input = Input.Of(http);
        return Send<TRequest, T>(http, sender, input, read(input));
    }

    /// <summary>
    /// For a request with a JSON object as its body. Where <paramref name="plainly"/> can make the request from the bytes, they are
    /// not read member by member.
    /// </summary>
    public static Task Post<TRequest, T>(HttpContext http, ISender sender, Func<Input, TRequest> read, bool optionalBody = false, PlainRead<TRequest>? plainly = null)
        where TRequest : class, IRequest<Outcome<T>>
        where T : class
    {
        // Nearly always all of it came with the headers, and nothing is waited for.
        var body = RequestBody.Await(http.Request, Input.BodyLimit, http.RequestAborted);
        return body.IsCompletedSuccessfully ? Take<TRequest, T>(http, sender, body.Result, optionalBody, read, plainly) : Await<TRequest, T>(http, sender, body, optionalBody, read, plainly);
    }

    private static async Task Await<TRequest, T>(
        HttpContext http, ISender sender, ValueTask<ReadOnlySequence<byte>?> body, bool optionalBody, Func<Input, TRequest> read, PlainRead<TRequest>? plainly)
        where TRequest : class, IRequest<Outcome<T>>
        where T : class => await Take<TRequest, T>(http, sender, await body, optionalBody, read, plainly);

    private static Task Take<TRequest, T>(HttpContext http, ISender sender, ReadOnlySequence<byte>? body, bool optionalBody, Func<Input, TRequest> read, PlainRead<TRequest>? plainly)
        where TRequest : class, IRequest<Outcome<T>>
        where T : class
    {
        var (input, request, refusal) = Read(http, body, optionalBody, read, plainly);
        return request is null ? Unread.Refuse(http, refusal!) : Send<TRequest, T>(http, sender, input!, request);
    }

    private static (Input? Input, TRequest? Request, Refusal? Refusal) Read<TRequest>(
        HttpContext http, ReadOnlySequence<byte>? arrived, bool optionalBody, Func<Input, TRequest> read, PlainRead<TRequest>? plainly)
        where TRequest : class
    {
        if (arrived is not { } body)
        {
            return (null, null, Input.NoJson(http, null, optionalBody));
        }

        try
        {
            return Input.NoJson(http, body.Length, optionalBody) is { } refusal ? (null, null, refusal) : Read(http, Bytes(body, optionalBody), read, plainly);
        }
        finally
        {
            RequestBody.Release(http.Request, body);
        }
    }

    private static (Input? Input, TRequest? Request, Refusal? Refusal) Read<TRequest>(HttpContext http, ReadOnlyMemory<byte> body, Func<Input, TRequest> read, PlainRead<TRequest>? plainly)
        where TRequest : class
    {
        if (plainly is not null && Input.Beside(http, body.Span) is var beside && plainly(beside, body.Span) is { } plain && !beside.Faults.Any)
        {
            return (beside, plain, null);
        }

        var (input, malformed) = Input.Parse(http, body);
        if (input is null)
        {
            return (null, null, malformed);
        }

        var request = read(input);
        input.Body?.Done();
        return (input, request, null);
    }

    // An empty body is taken for an empty object where there need be none.
    private static ReadOnlyMemory<byte> Bytes(in ReadOnlySequence<byte> body, bool optional) =>
        optional && body.IsEmpty ? "{}"u8.ToArray() : body.IsSingleSegment ? body.First : body.ToArray();

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

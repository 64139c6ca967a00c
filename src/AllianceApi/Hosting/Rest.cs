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

    /// <summary>For a request with a JSON object as its body.</summary>
    public static async Task Post<TRequest, T>(HttpContext http, ISender sender, Func<Input, TRequest> read, bool optionalBody = false)
        where TRequest : IRequest<Outcome<T>>
        where T : class
    {
        var (input, refusal) = await Input.Read(http, optionalBody, http.RequestAborted);
        if (input is null)
        {
            await Unread.Refuse(http, refusal!);
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

/// <summary>
/// A request that is judged together with the definition of an instrument. It takes the faults of its syntax along to its use
/// case, so that all faults are told at once; one that brings any is refused and never begins.
/// </summary>
internal interface IJudgedByDefinition
{
    /// <summary>The faults found before the definition was known.</summary>
    Faults Faults { get; }
}

using System.Collections.Concurrent;
using AllianceApi.Access;
using AllianceApi.Hosting;

namespace AllianceApi.Storage;

/// <summary>
/// What was answered since the store was last written, on the same day, by who asked and what: all that decides what somebody may
/// see is part of the caller or stands in the store. The first question after a write begins anew.
/// </summary>
internal sealed class LastingAnswers
{
    private const int Most = 10_000;
    private const long MostBytes = 32 * 1024 * 1024;

    private volatile Generation _generation = new(new StateOfDay(-1, default));

    /// <summary>The answer in that state of the store; null where it was not given yet.</summary>
    public Given<T>? Find<T>(StateOfDay state, Caller caller, object question)
        where T : class =>
        _generation is var generation && generation.State == state && generation.Answers.TryGetValue((caller, question), out var given) ? given as Given<T> : null;

    /// <summary>Notes an answer that was read in that state of the store, or in a later one.</summary>
    /// <param name="state">The state.</param>
    /// <param name="caller">Who asked.</param>
    /// <param name="question">What.</param>
    /// <param name="given">The answer.</param>
    /// <param name="bytes">How much it holds; when all that is kept is too much, it is forgotten.</param>
    public void Keep<T>(StateOfDay state, Caller caller, object question, Given<T> given, int bytes)
        where T : class
    {
        var generation = _generation;
        if (generation.State != state || !generation.TakeRoom(bytes))
        {
            _generation = generation = new Generation(state);
            generation.TakeRoom(bytes);
        }

        generation.Answers[(caller, question)] = given;
    }

    /// <summary>An answer, and whose data it is about.</summary>
    internal sealed record Given<T>(Outcome<T> Outcome, string? ClientId)
        where T : class;

    /// <summary>A state of the store, on a day.</summary>
    internal readonly record struct StateOfDay(long State, DateOnly Day)
    {
        public static StateOfDay Of(long state, DateTimeOffset at) => new(state, DateOnly.FromDateTime(at.UtcDateTime));
    }

    private sealed class Generation(StateOfDay state)
    {
        private long _bytes;
        private int _count;

        public StateOfDay State => state;

        public ConcurrentDictionary<(Caller Caller, object Question), object> Answers { get; } = new();

        /// <summary>Takes room for one more answer; false where there is none.</summary>
        public bool TakeRoom(int bytes) => Interlocked.Increment(ref _count) <= Most && Interlocked.Add(ref _bytes, bytes) <= MostBytes;
    }
}

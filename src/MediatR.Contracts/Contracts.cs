using System;
using System.Threading.Tasks;

namespace MediatR
{
    /// <summary>Marks every request, with or without an answer.</summary>
    public interface IBaseRequest
    {
    }

    /// <summary>A request without an answer.</summary>
    public interface IRequest : IBaseRequest
    {
    }

    /// <summary>A request that is answered with a <typeparamref name="TResponse"/>.</summary>
    public interface IRequest<out TResponse> : IBaseRequest
    {
    }

    /// <summary>A request that is answered with a stream of <typeparamref name="TResponse"/>.</summary>
    public interface IStreamRequest<out TResponse>
    {
    }

    /// <summary>Something that happened, for any number of listeners.</summary>
    public interface INotification
    {
    }

    /// <summary>The answer of a request that has none.</summary>
    public readonly struct Unit : IEquatable<Unit>, IComparable<Unit>, IComparable
    {
        private static readonly Unit Only;

        public static ref readonly Unit Value => ref Only;

        public static Task<Unit> Task { get; } = System.Threading.Tasks.Task.FromResult(Only);

        public int CompareTo(Unit other) => 0;

        int IComparable.CompareTo(object obj) => 0;

        public override int GetHashCode() => 0;

        public bool Equals(Unit other) => true;

        public override bool Equals(object obj) => obj is Unit;

        public static bool operator ==(Unit first, Unit second) => true;

        public static bool operator !=(Unit first, Unit second) => false;

        public override string ToString() => "()";
    }
}

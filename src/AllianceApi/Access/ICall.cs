namespace AllianceApi.Access;

/// <summary>A request of a use case: who asks, which operation it is, and what it is about.</summary>
internal interface ICall
{
    Call Call { get; }

    Operation Operation { get; }

    /// <summary>Path of what is read or written, for the audit log.</summary>
    string Resource { get; }
}

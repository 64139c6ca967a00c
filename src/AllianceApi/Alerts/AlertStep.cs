namespace AllianceApi.Alerts;

/// <summary>Why an alert was raised: rule, inputs, thresholds and method, so that anyone can check it.</summary>
/// <param name="Rule">Id and version of the rule.</param>
/// <param name="Scale">The scale that it looked at; null where it looks at none.</param>
/// <param name="Inputs">The values that it was applied to.</param>
/// <param name="Thresholds">The values that they were held against.</param>
/// <param name="Method">Id and version of the method that made the inputs.</param>
/// <param name="Parameters">Id of the parameter set; null where the rule uses none.</param>
internal sealed record Because(
    string Rule, string? Scale, IReadOnlyDictionary<string, double> Inputs, IReadOnlyDictionary<string, double> Thresholds, string Method, string? Parameters);

/// <summary>An alert that exists already, as the rules see it.</summary>
internal sealed record KnownAlert(string Id, string Kind, string State, int? Session, string Statement)
{
    public bool IsClosed => State is "resolved" or "dismissed";
}

/// <summary>What an alert says.</summary>
internal sealed record AlertContent(string Kind, int Session, string Statement, Because Because);

/// <summary>What is to be done with the alerts of a series.</summary>
internal abstract record AlertStep
{
    /// <summary>Opens an alert.</summary>
    internal sealed record Raise(AlertContent Content) : AlertStep;

    /// <summary>Says anew what an open alert says; where it tells of a new event, it is unseen again.</summary>
    internal sealed record Restate(KnownAlert Alert, AlertContent Content, bool Reopen, string Reason) : AlertStep;

    /// <summary>Notes on an open alert that later data took its ground away; nobody's alert vanishes.</summary>
    internal sealed record Revise(KnownAlert Alert, string Statement, string Reason = "revised") : AlertStep;
}

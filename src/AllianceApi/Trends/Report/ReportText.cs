namespace AllianceApi.Trends.Report;

/// <summary>What a report says around its chart and its table. All of it may come from outside and is only ever drawn as text.</summary>
/// <param name="Title">Whose course it is: the client's label, else the id.</param>
/// <param name="Course">Clinician, dates, how many forms.</param>
/// <param name="Form">Which form, and who answered it.</param>
/// <param name="Statements">What the course says, in sentences.</param>
/// <param name="Method">How the numbers were made and what they are not.</param>
internal sealed record ReportText(string Title, IReadOnlyList<string> Course, string Form, IReadOnlyList<string> Statements, IReadOnlyList<string> Method);

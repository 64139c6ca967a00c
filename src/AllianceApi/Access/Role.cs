namespace AllianceApi.Access;

/// <summary>What a credential is for.</summary>
internal enum Role
{
    Admin,
    Integration,
    Clinician,
    Supervisor,
    Auditor,
}

internal static class Roles
{
    public static readonly string[] Names = ["admin", "integration", "clinician", "supervisor", "auditor"];

    public static string Name(this Role role) => Names[(int)role];

    public static Role Parse(string name) => (Role)Array.IndexOf(Names, name);
}

namespace Alliance.Measurement.Ruptures;

/// <summary>The words of markers and states in data that leave the library.</summary>
public static class RuptureNames
{
    /// <summary>The marker in camel case, such as <c>inRupture</c>.</summary>
    public static string Text(this Marker marker) => marker switch
    {
        Marker.None => "none",
        Marker.Onset => "onset",
        Marker.InRupture => "inRupture",
        Marker.Repair => "repair",
        Marker.Confirmed => "confirmed",
        Marker.Relapse => "relapse",
        Marker.Unrepaired => "unrepaired",
        _ => throw new ArgumentOutOfRangeException(nameof(marker), marker, "No such marker."),
    };

    /// <summary>The state in lower case, such as <c>open</c>.</summary>
    public static string Text(this RuptureState state) => state switch
    {
        RuptureState.Open => "open",
        RuptureState.Repaired => "repaired",
        RuptureState.Confirmed => "confirmed",
        RuptureState.Unrepaired => "unrepaired",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such state."),
    };
}

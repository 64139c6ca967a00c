namespace AllianceApi.Trends.Chart;

/// <summary>
/// What the parts of the chart draw with. The classes of a shape say what it means; what it then looks like is the pen's matter, and
/// follows from the one style sheet in <see cref="ChartStyle"/>.
/// </summary>
internal interface IPen
{
    /// <summary>A line of text; its class tells size, weight and where it is anchored.</summary>
    void Text(string styles, double x, double y, string text);

    /// <summary>A straight line.</summary>
    void Line(string styles, double x1, double y1, double x2, double y2);

    /// <summary>A circle.</summary>
    void Circle(string styles, double x, double y, double radius);

    /// <summary>A rectangle with round corners.</summary>
    void Rectangle(string styles, Box box, double radius = 0);

    /// <summary>A path; an empty one is left out.</summary>
    void Path(string styles, PathData path);
}

using System.Xml;
using System.Xml.Linq;
using Alliance.Measurement.Trends;
using AllianceApi.Trends.Chart;

namespace AllianceApi.Tests.Trends.Chart;

/// <summary>A chart, read back.</summary>
internal sealed class Drawing(XElement root)
{
    public XElement Root => root;

    /// <summary>The classes of all elements, as written.</summary>
    public IReadOnlyList<string> Styles => [.. root.Descendants().Select(e => e.Attribute("class")?.Value).OfType<string>()];

    /// <summary>All that is written in the chart, in its order.</summary>
    public IReadOnlyList<string> Words => [.. root.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];

    public static Drawing Of(SeriesTrendDetail series, bool scoresVisible = true)
    {
        using var reader = XmlReader.Create(new MemoryStream(TrendChart.Svg(series, scoresVisible)), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        return new Drawing(XElement.Load(reader));
    }

    /// <summary>The one element of a name.</summary>
    public XElement Only(string name) => root.Descendants().Single(e => e.Name.LocalName == name);

    /// <summary>The elements that bear a class, alone or among others.</summary>
    public IEnumerable<XElement> Classed(string style) =>
        root.Descendants().Where(e => e.Attribute("class")?.Value.Split(' ').Contains(style, StringComparer.Ordinal) == true);
}

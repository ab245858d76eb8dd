using System.Text.Json;

namespace Reelmill.Server.Tests.Reports;

/// <summary>The data that is embedded in a report.</summary>
internal sealed record ReportData(JsonElement Report, JsonElement Documents, JsonElement Thumbnails, JsonElement Problems)
{
    public const string DataElement = """<script type="application/json" id="data">""";

    public static ReportData Parse(string page)
    {
        var data = JsonElement.Parse(ExtractJson(page));
        return new ReportData(data.GetProperty("report"), data.GetProperty("documents"), data.GetProperty("thumbnails"), data.GetProperty("problems"));
    }

    /// <summary>Extracts the JSON of the data up to the first closing tag, as a browser does.</summary>
    public static string ExtractJson(string page)
    {
        var start = page.IndexOf(DataElement, StringComparison.Ordinal) + DataElement.Length;
        return page[start..page.IndexOf("</", start, StringComparison.Ordinal)];
    }

    /// <summary>Gets the document of an API address.</summary>
    public JsonElement At(string address) => Documents.GetProperty(address);

    public JsonElement Frames(string video) => At($"/v1/library/videos/{video}/frames").GetProperty("frames");

    /// <summary>The videos of the report, in order.</summary>
    public IReadOnlyList<JsonElement> Videos => [.. At("/v1/library/videos").GetProperty("videos").EnumerateArray()];

    public JsonElement Frame(string video, long timeMs) => Frames(video).EnumerateArray().Single(f => f.GetProperty("timeMs").GetInt64() == timeMs);

    public int ThumbnailCount => Thumbnails.EnumerateObject().Count();

    public string? Problem(string video, long timeMs) => Problems.GetProperty(GetAddress(video, timeMs)).GetString();

    public static string GetAddress(string video, long timeMs) => $"/v1/library/videos/{video}/frames/{timeMs}.jpg";
}

using System.Text.Json;

namespace Reelmill.Server.Tests.Reports;

/// <summary>What the page of a report reads.</summary>
internal sealed record ReportData(JsonElement Report, JsonElement Documents, JsonElement Thumbnails, JsonElement Problems)
{
    public const string Place = """<script type="application/json" id="data">""";

    public static ReportData Of(string page)
    {
        var data = JsonElement.Parse(JsonOf(page));
        return new ReportData(data.GetProperty("report"), data.GetProperty("documents"), data.GetProperty("thumbnails"), data.GetProperty("problems"));
    }

    /// <summary>The text of the data; whatever ends the element first ends it.</summary>
    public static string JsonOf(string page)
    {
        var start = page.IndexOf(Place, StringComparison.Ordinal) + Place.Length;
        return page[start..page.IndexOf("</", start, StringComparison.Ordinal)];
    }

    /// <summary>The answer that the API would give at this address.</summary>
    public JsonElement At(string address) => Documents.GetProperty(address);

    public JsonElement Frames(string video) => At($"/v1/library/videos/{video}/frames").GetProperty("frames");

    /// <summary>The shown videos, in order.</summary>
    public IReadOnlyList<JsonElement> Videos => [.. At("/v1/library/videos").GetProperty("videos").EnumerateArray()];

    public JsonElement Frame(string video, long timeMs) => Frames(video).EnumerateArray().Single(f => f.GetProperty("timeMs").GetInt64() == timeMs);

    public int ThumbnailCount => Thumbnails.EnumerateObject().Count();

    public string? Problem(string video, long timeMs) => Problems.GetProperty(AddressOf(video, timeMs)).GetString();

    public static string AddressOf(string video, long timeMs) => $"/v1/library/videos/{video}/frames/{timeMs}.jpg";
}

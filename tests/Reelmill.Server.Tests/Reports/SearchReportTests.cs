using Reelmill.Pipelines.Index;
using Reelmill.Server.Reports;

namespace Reelmill.Server.Tests.Reports;

public sealed class SearchReportTests : ReportFixture
{
    [Fact]
    public async Task The_search_page_contains_the_query_image_and_the_results_with_thumbnails()
    {
        var query = Save("cat.jpg", 0);
        var report = await WriteAsync(query, Hit(1, Save("a.jpg", 1000), null), Hit(2, Save("b.jpg", 2000), 1500));

        report.Report.ToString().ShouldBe("""{"query":{"name":"cat.jpg","image":"/v1/search/query.jpg"}}""");
        report.ThumbnailCount.ShouldBe(3);
        var answer = report.At("/v1/search");
        answer.GetProperty("collection").GetString().ShouldBe("images");
        answer.GetProperty("approximate").GetBoolean().ShouldBeTrue();
        var second = answer.GetProperty("results")[1];
        second.GetProperty("source").GetString().ShouldBe("https://host/b.mp4?...");
        second.GetProperty("timeMs").GetInt64().ShouldBe(1500);
        second.GetProperty("image").GetString().ShouldBe("/v1/search/2.jpg");
        second.GetProperty("metadata").ToString().ShouldBe("{}");
    }

    [Fact]
    public async Task An_unreadable_image_is_reported_as_a_problem()
    {
        await File.WriteAllTextAsync(Folder["text.jpg"], "not an image");
        var report = await WriteAsync(Save("cat.jpg", 0), Hit(1, null, null), Hit(2, Folder["gone.jpg"], null), Hit(3, Folder["text.jpg"], null));

        report.Problems.ToString().ShouldBe("""{"/v1/search/1.jpg":"notSaved","/v1/search/2.jpg":"missing","/v1/search/3.jpg":"damaged"}""");
    }

    private static SearchResult Hit(int rank, string? path, long? timeMs) =>
        new(rank, $"id{rank}", 0.9, "https://host/b.mp4?token=secret", timeMs, path, new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = "secret" });

    private string Save(string name, int seed)
    {
        File.WriteAllBytes(Folder[name], CreateImage(seed));
        return Folder[name];
    }

    private async Task<ReportData> WriteAsync(string query, params SearchResult[] results)
    {
        var path = Folder["found.html"];
        await SearchReport.WriteAsync(Template(), new SearchOptions(query), new SearchResults("images", results) { Approximate = true }, path, CancellationToken.None);
        return ReportData.Parse(await File.ReadAllTextAsync(path));
    }
}

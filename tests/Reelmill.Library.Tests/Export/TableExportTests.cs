using System.Text.Json;
using Reelmill.Library.Export;

namespace Reelmill.Library.Tests.Export;

public sealed class TableExportTests : ExportFixture
{
    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 3)]
    public async Task CSV_has_a_header_and_a_row_for_each_frame(bool keptOnly, int rows)
    {
        await AddVideoAsync("v", kept: 2);

        var result = await CsvExporter.ExportAsync(Catalog, Output, new() { KeptOnly = keptOnly });

        var lines = (await File.ReadAllTextAsync(Output)).Split("\r\n");
        result.Frames.ShouldBe(rows);
        result.Files.ShouldBe([Output]);
        lines.Length.ShouldBe(rows + 2);
        lines[0].ShouldStartWith("video,source,timeMs,kept,");
        lines[rows].ShouldStartWith("v,/v.mp4,2000,true,kept,,,,f00d0000000007d0,frames/v/2000.jpg,");
        lines[rows].ShouldEndWith(",1920,1080,12.5,0.1,0.25,101.75,40,7.1,0.3,10,,");
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 3)]
    public async Task JSON_Lines_have_all_scores(bool keptOnly, int rows)
    {
        await AddVideoAsync("v", kept: 2);

        (await JsonlExporter.ExportAsync(Catalog, Output, new() { KeptOnly = keptOnly })).Frames.ShouldBe(rows);

        var lines = await File.ReadAllLinesAsync(Output);
        lines.Length.ShouldBe(rows);
        using var last = JsonDocument.Parse(lines[^1]);
        last.RootElement.EnumerateObject().Count().ShouldBe(21);
        last.RootElement.GetProperty("contrast").GetDouble().ShouldBe(40);
        last.RootElement.GetProperty("bytes").GetInt64().ShouldBe(10);
    }

    [Fact]
    public async Task A_split_is_the_last_column_and_the_last_key()
    {
        await AddVideoAsync("v", kept: 1);
        var options = new TableOptions { Split = SplitPlan.Parse("train=1", seed: 0) };

        await CsvExporter.ExportAsync(Catalog, Folder["csv"], options);
        await JsonlExporter.ExportAsync(Catalog, Folder["jsonl"], options);

        var lines = await File.ReadAllLinesAsync(Folder["csv"]);
        lines[0].ShouldEndWith(",detections,values,split");
        lines[1].ShouldEndWith(",,train");
        (await File.ReadAllLinesAsync(Folder["jsonl"])).ShouldAllBe(l => l.EndsWith(",\"split\":\"train\"}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Exports_longer_than_a_buffer_are_complete()
    {
        await AddVideoAsync("v", kept: 1500);

        await CsvExporter.ExportAsync(Catalog, Folder["csv"]);
        await JsonlExporter.ExportAsync(Catalog, Folder["jsonl"]);

        (await File.ReadAllLinesAsync(Folder["csv"])).Length.ShouldBe(1502);
        (await File.ReadAllLinesAsync(Folder["jsonl"])).ShouldAllBe(l => l.StartsWith('{') && l.EndsWith('}'));
    }
}

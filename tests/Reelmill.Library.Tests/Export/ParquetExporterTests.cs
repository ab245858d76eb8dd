using DuckDB.NET.Data;
using Reelmill.Library.Catalog;
using Reelmill.Library.Export;
using Reelmill.Processes;
using Reelmill.Testing.Npm;

namespace Reelmill.Library.Tests.Export;

/// <summary>Reads exports back with two readers that share no code with the writer.</summary>
public sealed class ParquetExporterTests : ExportFixture
{
    private const string Media = """{"container":"mp4","durationSeconds":12.5,"codec":"h264","bytes":4096,"title":"A page"}""";

    // DuckDB detects the format by the extension.
    private string Table => Folder["frames.parquet"];

    [Fact]
    public async Task DuckDB_reads_every_column_with_its_type()
    {
        await AddVideoAsync("v", kept: 2);

        (await ParquetExporter.ExportAsync(Catalog, Table)).Frames.ShouldBe(3);

        Rows($"DESCRIBE SELECT * FROM '{Table}'").Select(static r => $"{r[0]} {r[1]}").ShouldBe(
        [
            "video VARCHAR", "source VARCHAR", "timeMs BIGINT", "kept BOOLEAN", "rule VARCHAR", "score DOUBLE", "threshold DOUBLE", "twin VARCHAR",
            "hash VARCHAR", "path VARCHAR", "sha256 VARCHAR", "width INTEGER", "height INTEGER", "sharpness DOUBLE", "dark DOUBLE", "bright DOUBLE",
            "mean DOUBLE", "contrast DOUBLE", "information DOUBLE", "motion DOUBLE", "bytes BIGINT", "detections VARCHAR", "values VARCHAR", "inputTitle VARCHAR",
            "inputDurationSeconds DOUBLE", "inputCodec VARCHAR", "inputBytes BIGINT", "inputLicense VARCHAR",
        ]);
        Rows($"SELECT video, timeMs, kept, score, hash, path, width, motion, bytes FROM '{Table}' ORDER BY timeMs").Select(static r => string.Join('|', r)).ShouldBe(
        [
            "v|0|False|1.5|f00d000000000000||1920||",
            "v|1000|True||f00d0000000003e8|frames/v/1000.jpg|1920|0.3|10",
            "v|2000|True||f00d0000000007d0|frames/v/2000.jpg|1920|0.3|10",
        ]);
    }

    [Fact]
    public async Task The_metadata_of_the_input_is_exported_in_its_columns()
    {
        await AddAsync("https://host/a.mp4?token=secret", """{"Licence":"CC-BY-4.0","lang":"de"}""");

        await ParquetExporter.ExportAsync(Catalog, Table);

        Rows($"SELECT source, inputTitle, inputDurationSeconds, inputCodec, inputBytes, inputLicense FROM '{Table}'").Single()
            .ShouldBe(["https://host/a.mp4?...", "A page", 12.5, "h264", 4096L, "CC-BY-4.0"]);
    }

    [Fact]
    public async Task All_frames_of_a_video_share_one_split()
    {
        foreach (var video in Enumerable.Range(0, 12).Select(static i => $"v{i}"))
        {
            await AddVideoAsync(video, kept: 3);
        }

        var plan = SplitPlan.Parse("train=0.5,test=0.5", seed: 3);
        await ParquetExporter.ExportAsync(Catalog, Table, new() { Split = plan });

        var splits = Rows($"SELECT video, min(split), max(split), count(*) FROM '{Table}' GROUP BY video");
        splits.Count.ShouldBe(12);
        splits.ShouldAllBe(r => (string)r[1]! == plan.GetSplit((string)r[0]!) && (string)r[2]! == (string)r[1]! && (long)r[3]! == 4);
        splits.Select(static r => r[1]).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Rows_fill_several_groups_and_the_same_library_gives_the_same_bytes()
    {
        var frames = Enumerable.Range(0, ParquetExporter.RowsPerGroup + 10).Select(static i => Samples.Frame("v", i)).ToArray();
        await Catalog.AddDoneAsync("/v.mp4", "v", frames);

        await ParquetExporter.ExportAsync(Catalog, Table);
        await ParquetExporter.ExportAsync(Catalog, Folder["again"], new() { KeptOnly = true });

        Rows($"SELECT count(*), sum(timeMs) FROM '{Table}'").Single().Select(static v => $"{v}").ShouldBe([$"{frames.Length}", $"{frames.Sum(static f => f.TimeMs)}"]);
        Rows($"SELECT DISTINCT row_group_id FROM parquet_metadata('{Table}')").Count.ShouldBe(2);
        (await File.ReadAllBytesAsync(Folder["again"])).ShouldBe(await File.ReadAllBytesAsync(Table));
    }

    [Fact]
    public async Task An_empty_library_gives_a_table_without_rows()
    {
        (await ParquetExporter.ExportAsync(Catalog, Table)).Frames.ShouldBe(0);

        Rows($"SELECT * FROM '{Table}'").ShouldBeEmpty();
    }

    [Fact]
    public async Task Hyparquet_reads_the_same_rows()
    {
        var module = await InstallAsync();
        await AddVideoAsync("v", kept: 1);
        await AddAsync("/ü.mp4", """{"license":"CC0"}""");
        await ParquetExporter.ExportAsync(Catalog, Table, new() { Split = SplitPlan.Parse("train=1", seed: 0) });

        var output = await NpmPackage.RunAsync(
            "node",
            "--input-type=module",
            "-e",
            $$"""
            import { asyncBufferFromFile, parquetReadObjects } from '{{module}}';
            const rows = await parquetReadObjects({ file: await asyncBufferFromFile('{{Table}}') });
            console.log(JSON.stringify(rows.map(r => [r.source, Number(r.timeMs), r.kept, r.score, r.path, r.inputLicense, r.split])));
            """);

        output.Trim().ShouldBe(
            """[["/v.mp4",0,false,1.5,null,null,"train"],["/v.mp4",1000,true,null,"frames/v/1000.jpg",null,"train"],["/ü.mp4",0,true,null,"frames/w/0.jpg","CC0","train"]]""");
    }

    private static async Task<string> InstallAsync()
    {
        try
        {
            var folder = await NpmPackage.InstallAsync("hyparquet-1.31.5", "hyparquet@1.31.5");
            return $"file://{folder}/node_modules/hyparquet/src/node.js";
        }
        catch (ProcessFailedException e)
        {
            Assert.Skip($"hyparquet cannot be used here: {e.Message}");
            throw;
        }
    }

    private async Task AddAsync(string source, string metadata)
    {
        var item = new NewItem("mine", source, metadata);
        await Catalog.EnqueueAsync([item]);
        await Catalog.BeginAttemptAsync(item.Id, "run");
        await Catalog.CompleteAsync(item.Id, Samples.Result("w") with { Media = Media }, [Samples.Frame("w", 0)]);
    }

    private static List<object?[]> Rows(string query)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        }

        return rows;
    }
}

using Reelmill.Cli.Tests.Running;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Chunking;

public sealed class ChunkCommandTests : ChunkTest
{
    [Fact]
    public async Task A_file_is_cut_verified_and_joined()
    {
        await CommandLine.ExpectAsync(0, "chunk", Clip, "--library", Library, "--duration", "4");
        var folder = FolderOf(Library);

        var verified = await CommandLine.ExpectAsync(0, "verify", folder, "--json");
        verified.Json().GetProperty("holds").GetBoolean().ShouldBeTrue();
        var joined = await CommandLine.ExpectAsync(0, "join", folder, "--json");
        joined.Json().GetProperty("frames").GetInt32().ShouldBe(400);
        File.Exists(Path.Combine(folder, "joined.mp4")).ShouldBeTrue();
        Directory.EnumerateDirectories(folder, ".join*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_truncated_file_is_cut_up_to_its_end_with_a_note()
    {
        var whole = Temp["whole.mkv"];
        await Tool.MakeAsync(whole, "mandelbrot=size=320x240:rate=25", 4);
        var bytes = await File.ReadAllBytesAsync(whole);
        await File.WriteAllBytesAsync(Temp["cut.mkv"], bytes[..(bytes.Length * 6 / 10)]);

        var run = await CommandLine.ExpectAsync(0, "chunk", Temp["cut.mkv"], "--library", Library, "--duration", "1", "--json");
        var text = await CommandLine.ExpectAsync(0, "chunk", Temp["cut.mkv"], "--library", Temp["other"], "--duration", "1");
        var sound = await CommandLine.ExpectAsync(0, "chunk", whole, "--library", Temp["other"], "--duration", "1", "--json");

        const string Said = "the file is damaged or truncated; its chunks contain the readable part: ";
        run.Json().GetProperty("notes")[0].GetProperty("text").GetString().ShouldStartWith(Said);
        text.Errors.ShouldContain($"{Temp["cut.mkv"]}: {Said}");
        sound.Json().GetProperty("notes").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Verify_names_each_fault_and_exits_with_1()
    {
        await CommandLine.ExpectAsync(0, "chunk", Clip, "--library", Library, "--duration", "4");
        await File.AppendAllTextAsync(Path.Combine(FolderOf(Library), "chunk_0001.mp4"), "x");

        var result = await CommandLine.ExpectAsync(1, "verify", FolderOf(Library));

        result.Output.ShouldContain("chunk_0001.mp4 has changed");
        (await CommandLine.ExpectAsync(1, "join", FolderOf(Library))).Errors.ShouldContain("chunk_changed");
        (await CommandLine.ExpectAsync(1, "verify", Temp["nowhere"])).Errors.ShouldContain("manifest_missing");
    }

    [Fact]
    public async Task The_json_document_has_the_names_of_every_run_and_the_manifest()
    {
        var result = await CommandLine.ExpectAsync(0, "chunk", Clip, "--library", Library, "--duration", "4", "--json");

        var json = result.Json();
        json.GetProperty("pipeline").GetString().ShouldBe("chunk");
        json.GetProperty("items").GetProperty("done").GetInt64().ShouldBe(1);
        json.GetProperty("failures").GetArrayLength().ShouldBe(0);
        var output = json.GetProperty("outputs")[0];
        (output.GetProperty("input").GetString(), output.GetProperty("folder").GetString()).ShouldBe((Clip, FolderOf(Library)));
        output.GetProperty("chunks").GetProperty("done").GetInt32().ShouldBe(4);
        output.GetProperty("manifest").GetProperty("total_chunks").GetInt32().ShouldBe(4);
        output.GetProperty("manifest").GetProperty("segments")[3].GetProperty("sha256").GetString()!.Length.ShouldBe(64);
    }

    [Fact]
    public async Task Events_are_lines_of_json_and_nothing_else_on_standard_output()
    {
        var result = await CommandLine.ExpectAsync(0, "chunk", Clip, "--library", Library, "--duration", "4", "--processor", "decode,checksum", "--events");

        result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(result.Events().Count);
        result.Events()[0].Name.ShouldBe("pipeline_start");
        result.Events()[^1].Name.ShouldBe("pipeline_complete");
        result.Sequences("chunk_collected").ShouldBe([0, 1, 2, 3]);
    }

    [Theory]
    [InlineData("--processor", "copy", "--aligned", "exact", "--aligned keyframes")]
    [InlineData("--processor", "copy,encode", "--workers", "2", "write the same file")]
    [InlineData("--processor", "coppy", "--workers", "2", "one of copy, encode, checksum, decode")]
    [InlineData("--duration", "0", "--workers", "2", "duration")]
    [InlineData("--workers", "0", "--queue", "2", "whole number from 1")]
    [InlineData("--json", "--events", "--workers", "2", "Use only one of them")]
    public async Task Wrong_usage_exits_with_2_and_says_what_is_right(string a, string b, string c, string d, string says)
    {
        var result = await CommandLine.ExpectAsync(2, "chunk", Clip, "--library", Library, a, b, c, d);

        result.Errors.ShouldContain(says);
        Directory.Exists(Library).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_cannot_be_cut_exits_with_1_and_an_error_code()
    {
        await File.WriteAllTextAsync(Temp["text.mp4"], "no media");

        (await CommandLine.ExpectAsync(1, "chunk", Temp["text.mp4"], "--library", Library)).Output.ShouldContain("not_media");
        (await CommandLine.ExpectAsync(1, "chunk", Temp["gone.mp4"], "--library", Library)).Output.ShouldContain("not_found");
    }

    [Fact]
    public async Task Folders_lists_and_URLs_are_cut_and_failed_items_are_retried_with_the_same_options()
    {
        var folder = Directory.CreateDirectory(Temp["videos"]).FullName;
        File.Copy(Clip, Path.Combine(folder, "one.mp4"));
        await Tool.MakeAsync(Path.Combine(folder, "two.mp4"), "mandelbrot=size=320x180:rate=25", 4, "-g", "25");
        await File.WriteAllTextAsync(Path.Combine(folder, "late.mp4"), "no media yet");
        await Tool.MakeAsync(Temp["served.mp4"], "testsrc=size=320x180:rate=25", 4, "-g", "25");
        await using var web = await ClipServer.StartAsync(Temp.Path);
        await File.WriteAllTextAsync(Temp["list.txt"], $"videos/two.mp4\n{web.Url("clip/served.mp4")}\n");

        var first = await CommandLine.ExpectAsync(1, "chunk", folder, Temp["list.txt"], "--library", Library, "--duration", "2", "--json");
        File.Copy(Clip, Path.Combine(folder, "late.mp4"), overwrite: true);
        var retried = await CommandLine.ExpectAsync(0, "retry", "--library", Library, "--json");

        first.Json().GetProperty("outputs").GetArrayLength().ShouldBe(3);
        first.Json().GetProperty("failures")[0].GetProperty("code").GetString().ShouldBe("not_media");
        var output = retried.Json().GetProperty("outputs")[0];
        output.GetProperty("manifest").GetProperty("total_chunks").GetInt32().ShouldBe(8);
        foreach (var chunks in Directory.GetDirectories(Path.Combine(Library, "chunks")))
        {
            await CommandLine.ExpectAsync(0, "verify", chunks);
        }

        Directory.GetFiles(Path.Combine(Library, "videos")).ShouldBeEmpty();
    }
}

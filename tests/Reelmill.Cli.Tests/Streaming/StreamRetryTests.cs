using System.Text.Json;
using Reelmill.Cli.Tests.Running;

namespace Reelmill.Cli.Tests.Streaming;

/// <summary><c>retry</c> does what <c>hls</c> left undone, with the options that it had.</summary>
public sealed class StreamRetryTests : StreamTest
{
    private static readonly string[] Options = ["--preset", "ultrafast", "--ladder", "180", "--copy-top", "never"];

    [Fact]
    public async Task A_retry_encodes_failed_items_with_the_options_of_their_run()
    {
        var late = Temp["late.mp4"];
        await HlsAsync(1, [late, .. Options]);
        File.Move(await ClipAsync(2), late);

        var again = await RetryAsync(0);

        again.GetProperty("pipeline").GetString().ShouldBe("hls");
        var rendition = again.GetProperty("outputs")[0].GetProperty("renditions").EnumerateArray().ShouldHaveSingleItem();
        rendition.GetProperty("height").GetInt32().ShouldBe(180);
    }

    [Fact]
    public async Task A_stream_that_could_not_be_published_is_not_encoded_again()
    {
        var parent = Temp["www"];
        await File.WriteAllTextAsync(parent, "a file where a folder should be");
        await HlsAsync(1, [await ClipAsync(2), "--publish", Path.Combine(parent, "public"), .. Options]);
        File.Delete(parent);

        var again = await RetryAsync(0);

        again.GetProperty("skips").GetArrayLength().ShouldBe(1);
        var output = again.GetProperty("outputs").EnumerateArray().ShouldHaveSingleItem();
        output.GetProperty("published").GetProperty("why").GetString().ShouldBe("published");
        (await DecodedAsync(output.GetProperty("published").GetProperty("url").GetString()!)).ShouldBe(50);
    }

    [Fact]
    public async Task Retry_names_other_pipelines_with_failures_and_takes_the_chosen_one()
    {
        var missing = Temp["missing.mp4"];
        await CommandLine.ExpectAsync(1, "mine", missing, "--library", Library.Path, "--quiet");
        await HlsAsync(1, [missing, .. Options]);

        var last = await CommandLine.ExpectAsync(1, "retry", "--library", Library.Path, "--json");
        var chosen = await RetryAsync(1, "--pipeline", "mine");
        var wrong = await CommandLine.ExpectAsync(2, "retry", "--library", Library.Path, "--pipeline", "mime");

        last.Json().GetProperty("pipeline").GetString().ShouldBe("hls");
        last.Errors.ShouldContain($"'mine' also has failed items (1). To retry them: reelmill retry --library {Library.Path} --pipeline mine");
        chosen.GetProperty("pipeline").GetString().ShouldBe("mine");
        wrong.Errors.ShouldContain("the library has no items of 'mime'. It has items of hls, mine.");
    }

    private async Task<JsonElement> RetryAsync(int exitCode, params string[] arguments) =>
        (await CommandLine.ExpectAsync(exitCode, ["retry", "--library", Library.Path, "--json", "--quiet", .. arguments])).Json();
}

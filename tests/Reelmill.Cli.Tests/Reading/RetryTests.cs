using Reelmill.Cli.Tests.Mining;
using Reelmill.Cli.Tests.Running;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Reading;

public sealed class RetryTests(Clips clips) : MineTest, IClassFixture<Clips>
{
    [Fact]
    public async Task Only_what_failed_is_tried_again()
    {
        var late = Temp["late.mp4"];
        await MineAsync(1, clips.Pattern, late, Temp["never.mp4"]);
        File.Copy(clips.Fractal, late);

        var again = (await RetryAsync(1)).Json();

        again.GetProperty("items").Number("total").ShouldBe(2);
        again.GetProperty("items").Number("done").ShouldBe(1);
        again.GetProperty("failures")[0].Text("input").ShouldBe(Temp["never.mp4"]);
        again.GetProperty("failures")[0].Number("attempts").ShouldBe(2);
        again.GetProperty("skips").GetArrayLength().ShouldBe(0);
        Library.Frames().Select(static f => f.Source).Distinct(StringComparer.Ordinal).Count().ShouldBe(2);
        Library.ShouldBeWhole();
    }

    [Fact]
    public async Task Retry_takes_only_the_items_with_a_given_code()
    {
        await File.WriteAllTextAsync(Temp["text.mp4"], "text");
        await MineAsync(1, Temp["text.mp4"], Temp["missing.mp4"]);

        var again = (await RetryAsync(1, "--code", "not_media")).Json();

        again.GetProperty("items").Number("total").ShouldBe(1);
        again.GetProperty("failures")[0].Text("code").ShouldBe("not_media");
    }

    [Fact]
    public async Task An_invalid_line_fails_again_for_the_same_reason()
    {
        await File.WriteAllTextAsync(Temp["list.jsonl"], "not json\n");
        var first = (await MineAsync(1, Temp["list.jsonl"])).Json().GetProperty("failures")[0];

        var again = (await RetryAsync(1)).Json().GetProperty("failures")[0];

        (again.Text("code"), again.Text("message")).ShouldBe((first.Text("code"), first.Text("message")));
    }

    [Fact]
    public async Task Retry_without_failures_does_nothing()
    {
        await MineAsync(0, clips.Still);
        var before = Library.WriteTimes();

        (await RetryAsync(0)).Json().GetProperty("items").Number("total").ShouldBe(0);

        Library.WriteTimes().ShouldBe(before);
    }

    [Fact]
    public async Task A_retry_uses_the_options_of_the_failed_run()
    {
        var late = Temp["late.mp4"];
        await MineAsync(1, late, "--every", "500ms");
        File.Copy(clips.Pattern, late);

        await RetryAsync(0);

        Library.Frames().Count.ShouldBe(8);
    }

    private Task<CommandResult> RetryAsync(int exitCode, params string[] arguments) =>
        CommandLine.ExpectAsync(exitCode, ["retry", "--library", Library.Path, "--json", .. arguments]);
}

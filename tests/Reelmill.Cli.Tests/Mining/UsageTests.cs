using Reelmill.Cli.Tests.Running;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Mining;

public sealed class UsageTests(Clips clips) : MineTest, IClassFixture<Clips>
{
    [Theory]
    [InlineData("--set quality.min-sharpnes=80", "Did you mean 'quality.min-sharpness'?")]
    [InlineData("--set evry=2s", "Did you mean 'every'?")]
    [InlineData("--set nothing.like.it=2s", "'reelmill mine --help'")]
    [InlineData("--set every", "--set takes key=value")]
    [InlineData("--set quality.max-distance=many", "quality.max-distance: 'many' is not a whole number")]
    [InlineData("--set jpeg-quality=101", "101")]
    [InlineData("--set workers.save=0", "workers")]
    [InlineData("--every 0s", "every")]
    [InlineData("--every soon", "every: 'soon' is not a duration")]
    [InlineData("--keyframes --scenes", "exclude each other")]
    [InlineData("--evry 1s", "There is no option '--evry'. Did you mean '--every'?")]
    [InlineData("--fetcher curl", "one of auto, http, yt-dlp")]
    [InlineData("--config nowhere.yaml", "there is no such file")]
    public async Task Wrong_usage_exits_with_2_names_the_mistake_and_touches_nothing(string options, string said)
    {
        var result = await CommandLine.ExpectAsync(2, ["mine", clips.Still, "--library", Library.Path, .. options.Split(' ')]);

        result.Errors.ShouldContain(said, Case.Sensitive);
        result.Output.ShouldBeEmpty();
        Directory.Exists(Library.Path).ShouldBeFalse();
    }

    [Theory]
    [InlineData("mine --library out", "INPUT")]
    [InlineData("mine clip.mp4", "--library")]
    [InlineData("mime clip.mp4 --library out", "Did you mean 'reelmill mine'?")]
    [InlineData("search --image cat.jpg --library out --colection cats", "Did you mean '--collection'?")]
    [InlineData("models ad m m.onnx", "Did you mean 'reelmill models add'?")]
    [InlineData("export --library out --format xml --output x", "webdataset")]
    public async Task A_command_that_is_incomplete_or_misspelt_exits_with_2(string arguments, string said) =>
        (await CommandLine.ExpectAsync(2, arguments.Split(' '))).Errors.ShouldContain(said);

    [Theory]
    [InlineData("quality:\n  min-sharpnes: 80\n", "Did you mean 'quality.min-sharpness'?")]
    [InlineData("quality: [1, 2]\n", "'quality' must be a value or a group of keys")]
    [InlineData("every: [\n", "line")]
    public async Task A_wrong_configuration_file_exits_with_2(string yaml, string said)
    {
        await File.WriteAllTextAsync(Temp["reelmill.yaml"], yaml);

        var result = await CommandLine.ExpectAsync(2, "mine", clips.Still, "--library", Library.Path, "--config", Temp["reelmill.yaml"]);

        result.Errors.ShouldContain(said);
    }

    [Fact]
    public async Task Options_override_the_configuration_file_and_set_overrides_both()
    {
        await File.WriteAllTextAsync(Temp["reelmill.yaml"], "every: 2s\njpeg-quality: 50\nquality:\n  min-information: 0\n");

        await MineAsync(0, clips.Pattern, "--config", Temp["reelmill.yaml"], "--every", "1s", "--set", "every=500ms");

        Library.Frames().Count.ShouldBe(8);
    }

    [Fact]
    public async Task A_library_that_is_not_a_folder_is_refused()
    {
        await File.WriteAllTextAsync(Library.Path, "a file");

        var result = await CommandLine.RunAsync("mine", clips.Still, "--library", Library.Path);

        result.ExitCode.ShouldBeOneOf(1, 2);
        result.Errors.ShouldContain(Library.Path);
        result.Errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_missing_ffmpeg_is_named_with_the_command_that_installs_it()
    {
        var result = await CommandLine.ExpectAsync(1, "mine", clips.Still, "--library", Library.Path, "--set", "tools.ffmpeg=/nowhere/ffmpeg");

        result.Errors.ShouldContain("apt-get install ffmpeg");
    }
}

using System.Globalization;
using Reelmill.Core.Pipelines;
using Reelmill.Core.Running;
using Reelmill.Media.Ffmpeg;
using Reelmill.Pipelines;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Settings;
using Reelmill.Pipelines.Videos;
using Reelmill.Processes;

internal sealed record PosterOptions : PipelineOptions
{
    public TimeSpan At { get; init; }
}

// Saves one frame of each video. The base class fetches, probes, commits, lists failures and resumes after a kill.
internal sealed class PosterPipeline : VideoPipeline<PosterOptions>
{
    private readonly ProcessLauncher _launcher = new();

    public override string Summary => "Save one frame of each video.";

    public override PipelineSettings Settings { get; } = PipelineSettings.Create("posters", Setting.Create<PosterOptions>(
        "posters.at", "DURATION", "0s", "The time of the frame.", static (o, v) => o with { At = SettingValue.Duration("posters.at", v, "0s", "1d") }));

    protected override IReadOnlyList<KeyValuePair<string, string>> GetRecipe(PosterOptions options) => [new("at", $"{options.At:c}"), new("version", "1")];

    protected override Pipeline<PipelineItem, VideoResult> Define(Pipeline<PipelineItem, ProbedVideo> videos, PosterOptions options) =>
        videos.Map("poster", (video, token) => ExtractAsync(video, options, token), new StageOptions { Workers = 2 });

    private async ValueTask<VideoResult> ExtractAsync(ProbedVideo video, PosterOptions options, CancellationToken cancellationToken)
    {
        var at = options.At.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        var extract = new ProcessSpec(options.Tools.Ffmpeg, ["-v", "error", "-ss", at, .. InputGuard.Arguments(video.Source.Path), "-frames:v", "1", "-f", "mjpeg", "pipe:1"]);
        var jpeg = await _launcher.RunAsync(extract, 64 << 20, cancellationToken);
        await video.WriteAsync("poster.jpg", jpeg.Bytes, cancellationToken);
        return new(video);
    }
}

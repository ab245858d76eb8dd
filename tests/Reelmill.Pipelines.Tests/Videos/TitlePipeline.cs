using System.Text;
using Reelmill.Core;
using Reelmill.Core.Pipelines;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Settings;
using Reelmill.Pipelines.Videos;

namespace Reelmill.Pipelines.Tests.Videos;

internal sealed record TitleOptions : PipelineOptions
{
    public string Word { get; init; } = "video";
}

/// <summary>A custom pipeline that writes two text files and an outcome for each video.</summary>
internal sealed class TitlePipeline(string name = "titles") : VideoPipeline<TitleOptions>
{
    private int _processed;

    /// <summary>The number of processed videos.</summary>
    public int Processed => _processed;

    /// <summary>Decides by input whether the stage fails.</summary>
    public Func<string, bool> Fails { get; set; } = static _ => false;

    /// <summary>Adds stages after the one that writes titles.</summary>
    public Func<Pipeline<PipelineItem, VideoResult>, Pipeline<PipelineItem, VideoResult>> Then { get; set; } = static p => p;

    public override string Summary => "Write a title for each video.";

    public override PipelineSettings Settings { get; } = PipelineSettings.Create(
        name, Setting.Create<TitleOptions>($"{name}.word", "WORD", "video", "What a title begins with.", static (o, v) => o with { Word = v }));

    protected internal override IReadOnlyList<KeyValuePair<string, string>> GetRecipe(TitleOptions options) => [new("word", options.Word)];

    protected internal override Pipeline<PipelineItem, VideoResult> Define(Pipeline<PipelineItem, ProbedVideo> videos, TitleOptions options) =>
        Then(videos.Map("title", (video, token) => MakeAsync(video, options, token)));

    private async ValueTask<VideoResult> MakeAsync(ProbedVideo video, TitleOptions options, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _processed);
        await video.WriteAsync("title.txt", "half"u8.ToArray(), cancellationToken);
        await video.WriteAsync("title.txt", Encoding.UTF8.GetBytes($"{options.Word} of {video.Media.RequireVideo().Width} pixels"), cancellationToken);
        await video.WriteAsync("size.txt", Encoding.UTF8.GetBytes("1"), cancellationToken);
        return Fails(video.Input.Display)
            ? throw new ItemException("no_title", $"Naming {video.Input.Display}: it has no title. Give it one.")
            : new VideoResult(video) { Outcome = $"\"{options.Word}\"" };
    }
}

using Reelmill.Core.Pipelines;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Videos;

/// <summary>
/// A pipeline of a program's own on videos. Its videos are fetched and probed as those of every pipeline; its files are in the
/// library below its name, with what the catalog keeps of them; what failed is listed, and a run that was killed goes on where it was.
/// </summary>
/// <remarks>A definition keeps no state of a run: several may go on at once.</remarks>
/// <typeparam name="TOptions">The options.</typeparam>
public abstract class VideoPipeline<TOptions> : InputPipeline<TOptions>
    where TOptions : PipelineOptions, new()
{
    /// <summary>What decides the files beside the video and ffmpeg's version: a video is done again when any of it changes.</summary>
    /// <param name="options">The options.</param>
    /// <returns>Names and values, each name once, such as those of the options and a <c>version</c> that is raised when the code changes what it makes.</returns>
    protected internal abstract IReadOnlyList<KeyValuePair<string, string>> RecipeOf(TOptions options);

    /// <summary>Adds the stages that follow those that fetch and probe; the stage <c>commit</c> follows them.</summary>
    /// <param name="videos">The stages <c>fetch</c> and <c>probe</c>, which give each content once.</param>
    /// <param name="options">The options.</param>
    /// <returns>The stages, which give one result for each video.</returns>
    protected internal abstract Pipeline<PipelineItem, VideoResult> Define(Pipeline<PipelineItem, ProbedVideo> videos, TOptions options);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The name of the pipeline is none, or is that of another one or of a folder of the library.</exception>
    public sealed override LibraryRun Run(RunServices services, TOptions options, RunObserver observer)
    {
        VideoPipelineName.Check(Name);
        return new VideoRun<TOptions>(this, services, options, observer);
    }
}

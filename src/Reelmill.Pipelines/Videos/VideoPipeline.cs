using Reelmill.Core.Pipelines;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Videos;

/// <summary>
/// The base class of custom video pipelines. Videos are fetched and probed as in the built-in pipelines. Output files are
/// stored in the library, in a folder with the pipeline's name, and recorded in the catalog. Failures are listed, and a killed run resumes.
/// </summary>
/// <remarks>A definition holds no state of a run: several runs may execute concurrently.</remarks>
/// <typeparam name="TOptions">The type of the options.</typeparam>
public abstract class VideoPipeline<TOptions> : InputPipeline<TOptions>
    where TOptions : PipelineOptions, new()
{
    /// <summary>Returns what determines the output files, apart from the video and the version of ffmpeg. A video is processed again when any value changes.</summary>
    /// <param name="options">The options.</param>
    /// <returns>Names and values, with unique names: for example the options, and a <c>version</c> that is raised when a code change affects the output.</returns>
    protected internal abstract IReadOnlyList<KeyValuePair<string, string>> GetRecipe(TOptions options);

    /// <summary>Adds the custom stages after <c>fetch</c> and <c>probe</c>. The stage <c>commit</c> follows them.</summary>
    /// <param name="videos">The stages <c>fetch</c> and <c>probe</c>, which emit each content once.</param>
    /// <param name="options">The options.</param>
    /// <returns>The stages, which must emit one result for each video.</returns>
    protected internal abstract Pipeline<PipelineItem, VideoResult> Define(Pipeline<PipelineItem, ProbedVideo> videos, TOptions options);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The name of the pipeline is invalid, or is taken by another pipeline or by a folder of the library.</exception>
    public sealed override LibraryRun Run(RunServices services, TOptions options, RunObserver observer)
    {
        VideoPipelineName.Check(Name);
        return new VideoRun<TOptions>(this, services, options, observer);
    }
}

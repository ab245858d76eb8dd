namespace Reelmill.Pipelines.Settings;

/// <summary>The settings of one pipeline.</summary>
public sealed class PipelineSettings
{
    /// <param name="pipeline">The name of the pipeline, which is also its command.</param>
    /// <param name="options">The settings that are also command line options, in the order of the help.</param>
    /// <param name="others">The settings that only the configuration and <c>--set</c> accept.</param>
    internal PipelineSettings(string pipeline, IReadOnlyList<Setting> options, IReadOnlyList<Setting> others) =>
        (Pipeline, Options, All) = (pipeline, options, [.. options, .. others]);

    /// <summary>Creates the settings of a custom pipeline. The settings that all pipelines share, such as <c>fetch.max-size</c>, are added.</summary>
    /// <param name="pipeline">The name of the pipeline.</param>
    /// <param name="own">The pipeline's own settings.</param>
    public static PipelineSettings Create(string pipeline, params IEnumerable<Setting> own) =>
        Create(pipeline, [.. own]);

    private static PipelineSettings Create(string pipeline, Setting[] own) =>
        new(pipeline, [.. own, .. CommonSettings.Options], [.. CommonSettings.Others, .. CommonSettings.Tuning("fetch", "probe", "commit")]) { Own = own };

    /// <summary>The name of the pipeline.</summary>
    public string Pipeline { get; }

    /// <summary>The settings that are the pipeline's own.</summary>
    internal IReadOnlyList<Setting> Own { get; private init; } = [];

    /// <summary>The settings that are also command line options, in the order of the help.</summary>
    internal IReadOnlyList<Setting> Options { get; }

    /// <summary>All settings.</summary>
    public IReadOnlyList<Setting> All { get; }

    /// <summary>Finds the setting of a key; null when there is none.</summary>
    internal Setting? Find(string key) => All.Select(s => s.Find(key)).FirstOrDefault(static s => s is not null);
}

namespace Reelmill.Pipelines.Settings;

/// <summary>The keys of one pipeline.</summary>
public sealed class PipelineSettings
{
    /// <param name="pipeline">The pipeline, which is its command too.</param>
    /// <param name="options">The keys that are command line options too, in the order of the help.</param>
    /// <param name="others">The keys that only the configuration and <c>--set</c> know.</param>
    internal PipelineSettings(string pipeline, IReadOnlyList<Setting> options, IReadOnlyList<Setting> others) =>
        (Pipeline, Options, All) = (pipeline, options, [.. options, .. others]);

    /// <summary>Names a pipeline of a program's own, and its keys; those that every pipeline has, such as <c>fetch.max-size</c>, come with them.</summary>
    /// <param name="pipeline">The name.</param>
    /// <param name="own">Its own keys.</param>
    public static PipelineSettings Of(string pipeline, params IEnumerable<Setting> own) =>
        Of(pipeline, [.. own]);

    private static PipelineSettings Of(string pipeline, Setting[] own) =>
        new(pipeline, [.. own, .. CommonSettings.Options], [.. CommonSettings.Others, .. CommonSettings.Tuning("fetch", "probe", "commit")]) { Own = own };

    /// <summary>The name of the pipeline.</summary>
    public string Pipeline { get; }

    /// <summary>The keys that the pipeline does not share with all others.</summary>
    internal IReadOnlyList<Setting> Own { get; private init; } = [];

    /// <summary>The keys that are command line options too, in the order of the help.</summary>
    internal IReadOnlyList<Setting> Options { get; }

    /// <summary>All keys.</summary>
    public IReadOnlyList<Setting> All { get; }

    /// <summary>The setting of a key; null when there is none.</summary>
    internal Setting? Find(string key) => All.Select(s => s.Find(key)).FirstOrDefault(static s => s is not null);
}

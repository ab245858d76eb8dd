using Reelmill.Pipelines;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Settings;

namespace Reelmill;

/// <summary>
/// Settings of all pipelines: from a YAML file as for <c>--config</c>, from the configuration of a host, or single keys as for
/// <c>--set</c>. The guide lists the keys (docs/guide/configuration.md). A later value of a key wins.
/// </summary>
/// <remarks>Immutable, and safe to share between threads.</remarks>
public sealed class ReelmillConfig
{
    private readonly IReadOnlyList<(string Key, string Value)> _settings;
    private readonly PipelineRegistry _pipelines;

    private ReelmillConfig(PipelineRegistry pipelines, IReadOnlyList<(string Key, string Value)> settings) => (_pipelines, _settings) = (pipelines, settings);

    /// <summary>An instance without settings: every option has its default.</summary>
    public static ReelmillConfig Empty { get; } = new(PipelineRegistry.BuiltIn, []);

    /// <summary>The options of <c>mine</c>.</summary>
    /// <exception cref="UsageException">A key is unknown, or a value is invalid for its key.</exception>
    public MineOptions Mine => Options<MineOptions>();

    /// <summary>The options of <c>chunk</c>.</summary>
    /// <exception cref="UsageException">A key is unknown, or a value is invalid for its key.</exception>
    public ChunkOptions Chunk => Options<ChunkOptions>();

    /// <summary>The options of <c>hls</c>.</summary>
    /// <exception cref="UsageException">A key is unknown, or a value is invalid for its key.</exception>
    public HlsOptions Hls => Options<HlsOptions>();

    /// <summary>The options of <c>index</c>.</summary>
    /// <exception cref="UsageException">A key is unknown, or a value is invalid for its key.</exception>
    public IndexOptions Index => Options<IndexOptions>();

    /// <summary>Reads a YAML file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="note">Called with a line for each key name of a Python pipeline, saying which key it sets; optional.</param>
    /// <param name="pipelines">The pipelines whose keys the file may have; the built-in pipelines when null.</param>
    /// <exception cref="UsageException">The file cannot be read, or has an unknown or duplicate key; the message names file and line.</exception>
    public static ReelmillConfig Load(string path, Action<string>? note = null, PipelineRegistry? pipelines = null)
    {
        pipelines ??= PipelineRegistry.BuiltIn;
        return new(pipelines, pipelines.ReadSettings(path, note));
    }

    /// <summary>Creates settings from keys with colons between levels, as <c>IConfiguration.AsEnumerable(makePathsRelative: true)</c> returns them. Keys without a value are groups, and are ignored.</summary>
    /// <param name="values">The keys and their values.</param>
    /// <param name="pipelines">The pipelines that the keys may belong to; the built-in pipelines when null.</param>
    public static ReelmillConfig From(IEnumerable<KeyValuePair<string, string?>> values, PipelineRegistry? pipelines = null) =>
        new(pipelines ?? PipelineRegistry.BuiltIn, [.. values.Where(static v => v.Value is not null).Select(static v => (v.Key.Replace(':', '.'), v.Value!))]);

    /// <summary>Returns the settings with one more key.</summary>
    /// <param name="key">The key, such as <c>quality.min-sharpness</c>.</param>
    /// <param name="value">The value, as on the command line.</param>
    public ReelmillConfig With(string key, string value) => new(_pipelines, [.. _settings, (key, value)]);

    /// <summary>Returns the options of a pipeline.</summary>
    /// <typeparam name="TOptions">The options type of the pipeline.</typeparam>
    /// <exception cref="UsageException">A key is unknown, or a value is invalid for its key.</exception>
    /// <exception cref="ArgumentException">No pipeline has this options type.</exception>
    public TOptions Options<TOptions>()
        where TOptions : PipelineOptions, new() => _pipelines.Configure(new TOptions(), _settings);

    /// <summary>Fails on an unknown key or an invalid value, before anything runs.</summary>
    internal void Validate()
    {
        foreach (var pipeline in _pipelines.All)
        {
            _pipelines.Configure(pipeline.Defaults, _settings);
        }
    }
}

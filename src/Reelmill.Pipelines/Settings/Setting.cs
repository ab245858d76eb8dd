using System.Text;

namespace Reelmill.Pipelines.Settings;

/// <summary>One key of the configuration.</summary>
public sealed record Setting
{
    private const int MostCharacters = 8192;

    private readonly Func<PipelineOptions, string, PipelineOptions> _apply;

    /// <param name="key">The key; dots stand for levels of the YAML file.</param>
    /// <param name="syntax">What its value looks like.</param>
    /// <param name="default">The default, as it would be written.</param>
    /// <param name="description">What it does.</param>
    /// <param name="apply">Takes a value into the options.</param>
    internal Setting(string key, string syntax, string @default, string description, Func<PipelineOptions, string, PipelineOptions> apply)
    {
        (Key, Syntax, Default, Description, _apply) = (key, syntax, @default, description, apply);
        Option = $"--{key}";
    }

    /// <summary>The key; dots stand for levels of the YAML file.</summary>
    public string Key { get; private init; }

    /// <summary>What its value looks like.</summary>
    public string Syntax { get; }

    /// <summary>The default, as it would be written.</summary>
    public string Default { get; }

    /// <summary>What it does.</summary>
    public string Description { get; }

    /// <summary>The command line option, where the key has one.</summary>
    /// <value>The key with two dashes by default.</value>
    internal string Option { get; init; }

    /// <summary>Makes the setting of one key of a family, such as that of <c>rules.not_red</c> from <c>rules.NAME</c>; null for a key that stands for itself.</summary>
    private Func<string, Setting>? Member { get; init; }

    /// <summary>Whether a server chooses the value, and not who submits a job: it decides which programs, hosts, files and resources are used.</summary>
    internal bool IsServerOnly { get; private init; }

    /// <summary>The same key, whose value a server chooses, and not who submits a job.</summary>
    public Setting ServerOnly() => this with { IsServerOnly = true };

    /// <summary>Whether the key is one of a family.</summary>
    internal bool IsMember { get; private init; }

    /// <summary>Whether the key stands for a level with names of the user's own.</summary>
    internal bool IsFamily => Member is not null;

    /// <summary>Whether the key is a switch: its option needs no value.</summary>
    internal bool IsSwitch => Syntax == "true|false";

    /// <summary>Takes a value into the options.</summary>
    /// <exception cref="UsageException">The value is too long, has characters that no value has, or is out of the key's range.</exception>
    internal PipelineOptions Take(PipelineOptions options, string value) => value switch
    {
        { Length: > MostCharacters } => throw new UsageException($"{Key}: the value has {value.Length} characters, and at most {MostCharacters} are taken."),
        _ when value.Any(char.IsControl) || value.EnumerateRunes().Any(static r => r == Rune.ReplacementChar) =>
            throw new UsageException($"{Key}: the value has control characters or is no valid Unicode."),
        _ => _apply(options, value),
    };

    /// <summary>The setting of a key; null when the key is another one's.</summary>
    internal Setting? Find(string key) =>
        Member is null ? (key == Key ? this : null)
        : key.Length > LevelOf(Key).Length && key.StartsWith(LevelOf(Key), StringComparison.Ordinal) ? Member(key)
        : null;

    /// <summary>Makes a family of keys of one pipeline: a level with names of the user's own.</summary>
    /// <param name="key">The level, a dot, and what stands for the name.</param>
    /// <param name="syntax">What a value looks like.</param>
    /// <param name="description">What a key does.</param>
    /// <param name="apply">Takes the value of a name into the options.</param>
    internal static Setting Family<TOptions>(string key, string syntax, string description, Func<TOptions, string, string, TOptions> apply)
        where TOptions : PipelineOptions
    {
        return One(LevelOf(key) + "name") with { Key = key, Option = $"--{key}", Member = of => One(of) with { IsMember = true } };

        Setting One(string of) => Of<TOptions>(of, syntax, "", description, (options, value) => apply(options, of[LevelOf(key).Length..], value));
    }

    private static string LevelOf(string key) => key[..(key.IndexOf('.', StringComparison.Ordinal) + 1)];

    /// <summary>Makes a key of one pipeline.</summary>
    /// <typeparam name="TOptions">The options of the pipeline.</typeparam>
    /// <param name="key">The key; dots stand for levels of the YAML file, such as <c>poster.quality</c>.</param>
    /// <param name="syntax">What a value looks like, such as <c>1-100</c>.</param>
    /// <param name="default">The default, as it would be written; empty for none.</param>
    /// <param name="description">What it does, in a sentence.</param>
    /// <param name="apply">Takes a value into the options; <see cref="SettingValue"/> reads the usual kinds.</param>
    public static Setting Of<TOptions>(string key, string syntax, string @default, string description, Func<TOptions, string, TOptions> apply)
        where TOptions : PipelineOptions =>
        new(key, syntax, @default, description, (options, value) => apply((TOptions)options, value));
}

using System.Text;

namespace Reelmill.Pipelines.Settings;

/// <summary>One key of the configuration.</summary>
/// <param name="Key">The key; dots stand for levels of the YAML file.</param>
/// <param name="Syntax">What its value looks like.</param>
/// <param name="Default">The default, as it would be written.</param>
/// <param name="Description">What it does.</param>
/// <param name="Apply">Takes a value into the options.</param>
internal sealed record Setting(string Key, string Syntax, string Default, string Description, Func<PipelineOptions, string, PipelineOptions> Apply)
{
    private const int MostCharacters = 8192;

    /// <summary>The command line option, where the key has one.</summary>
    /// <value>The key with two dashes by default.</value>
    public string Option { get; init; } = $"--{Key}";

    /// <summary>Makes the setting of one key of a family, such as that of <c>rules.not_red</c> from <c>rules.NAME</c>; null for a key that stands for itself.</summary>
    private Func<string, Setting>? Member { get; init; }

    /// <summary>Whether the key is one of a family.</summary>
    public bool IsMember { get; private init; }

    /// <summary>Whether the key stands for a level with names of the user's own.</summary>
    public bool IsFamily => Member is not null;

    /// <summary>Whether the key is a switch: its option needs no value.</summary>
    public bool IsSwitch => Syntax == "true|false";

    /// <summary>Takes a value into the options.</summary>
    /// <exception cref="UsageException">The value is too long, has characters that no value has, or is out of the key's range.</exception>
    public PipelineOptions Take(PipelineOptions options, string value) => value switch
    {
        { Length: > MostCharacters } => throw new UsageException($"{Key}: the value has {value.Length} characters, and at most {MostCharacters} are taken."),
        _ when value.Any(char.IsControl) || value.EnumerateRunes().Any(static r => r == Rune.ReplacementChar) =>
            throw new UsageException($"{Key}: the value has control characters or is no valid Unicode."),
        _ => Apply(options, value),
    };

    /// <summary>The setting of a key; null when the key is another one's.</summary>
    public Setting? Find(string key) =>
        Member is null ? (key == Key ? this : null)
        : key.Length > LevelOf(Key).Length && key.StartsWith(LevelOf(Key), StringComparison.Ordinal) ? Member(key)
        : null;

    /// <summary>Makes a family of keys of one pipeline: a level with names of the user's own.</summary>
    /// <param name="key">The level, a dot, and what stands for the name.</param>
    /// <param name="syntax">What a value looks like.</param>
    /// <param name="description">What a key does.</param>
    /// <param name="apply">Takes the value of a name into the options.</param>
    public static Setting Family<TOptions>(string key, string syntax, string description, Func<TOptions, string, string, TOptions> apply)
        where TOptions : PipelineOptions
    {
        return One(LevelOf(key) + "name") with { Key = key, Option = $"--{key}", Member = of => One(of) with { IsMember = true } };

        Setting One(string of) => Of<TOptions>(of, syntax, "", description, (options, value) => apply(options, of[LevelOf(key).Length..], value));
    }

    private static string LevelOf(string key) => key[..(key.IndexOf('.', StringComparison.Ordinal) + 1)];

    /// <summary>Makes a key of one pipeline.</summary>
    public static Setting Of<TOptions>(string key, string syntax, string @default, string description, Func<TOptions, string, TOptions> apply)
        where TOptions : PipelineOptions =>
        new(key, syntax, @default, description, (options, value) => apply((TOptions)options, value));
}

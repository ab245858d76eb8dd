using System.Text;

namespace Reelmill.Pipelines.Settings;

/// <summary>One setting of the configuration: a key and how its value changes the options.</summary>
public sealed record Setting
{
    private const int MaxLength = 8192;

    private readonly Func<PipelineOptions, string, PipelineOptions> _apply;

    /// <param name="key">The key; dots separate the levels of the YAML file.</param>
    /// <param name="syntax">The syntax of a value.</param>
    /// <param name="default">The default value, as written in a configuration.</param>
    /// <param name="description">What the setting does, in a sentence.</param>
    /// <param name="apply">Applies a value to the options.</param>
    internal Setting(string key, string syntax, string @default, string description, Func<PipelineOptions, string, PipelineOptions> apply)
    {
        (Key, Syntax, Default, Description, _apply) = (key, syntax, @default, description, apply);
        Option = $"--{key}";
    }

    /// <summary>The key; dots separate the levels of the YAML file.</summary>
    public string Key { get; private init; }

    /// <summary>The syntax of a value.</summary>
    public string Syntax { get; }

    /// <summary>The default value, as written in a configuration.</summary>
    public string Default { get; }

    /// <summary>What the setting does, in a sentence.</summary>
    public string Description { get; }

    /// <summary>The command line option, if the setting has one.</summary>
    /// <value>The key with two leading dashes by default.</value>
    internal string Option { get; init; }

    /// <summary>Creates the setting of one key of a family, such as <c>rules.not_red</c> of <c>rules.NAME</c>; null for a setting with a fixed key.</summary>
    private Func<string, Setting>? Member { get; init; }

    /// <summary>Whether only the server sets the value, not the submitter of a job: the setting decides which programs, hosts, files and resources are used.</summary>
    internal bool IsServerOnly { get; private init; }

    /// <summary>Returns the same setting, reserved for the server: the submitter of a job cannot set it.</summary>
    public Setting ServerOnly() => this with { IsServerOnly = true };

    /// <summary>Whether the setting is a member of a family.</summary>
    internal bool IsMember { get; private init; }

    /// <summary>Whether the setting is a family: a level with user-chosen names.</summary>
    internal bool IsFamily => Member is not null;

    /// <summary>Whether the setting is a switch, whose option needs no value.</summary>
    internal bool IsSwitch => Syntax == "true|false";

    /// <summary>Applies a value to the options.</summary>
    /// <exception cref="UsageException">The value is too long, has invalid characters, or is out of range.</exception>
    internal PipelineOptions Apply(PipelineOptions options, string value) => value switch
    {
        { Length: > MaxLength } => throw new UsageException($"{Key}: the value has {value.Length} characters; the maximum is {MaxLength}."),
        _ when value.Any(char.IsControl) || value.EnumerateRunes().Any(static r => r == Rune.ReplacementChar) =>
            throw new UsageException($"{Key}: the value has control characters or is not valid Unicode."),
        _ => _apply(options, value),
    };

    /// <summary>Returns the setting of a key; null when the key belongs to another setting.</summary>
    internal Setting? Find(string key) =>
        Member is null ? (key == Key ? this : null)
        : key.Length > GetPrefix(Key).Length && key.StartsWith(GetPrefix(Key), StringComparison.Ordinal) ? Member(key)
        : null;

    /// <summary>Creates a family of settings of one pipeline: a level with user-chosen names.</summary>
    /// <param name="key">The level, a dot, and a placeholder for the name.</param>
    /// <param name="syntax">The syntax of a value.</param>
    /// <param name="description">What a member does.</param>
    /// <param name="apply">Applies the name and the value of a member to the options.</param>
    internal static Setting Family<TOptions>(string key, string syntax, string description, Func<TOptions, string, string, TOptions> apply)
        where TOptions : PipelineOptions
    {
        return CreateMember(GetPrefix(key) + "name") with { Key = key, Option = $"--{key}", Member = memberKey => CreateMember(memberKey) with { IsMember = true } };

        Setting CreateMember(string memberKey) => Create<TOptions>(memberKey, syntax, "", description, (options, value) => apply(options, memberKey[GetPrefix(key).Length..], value));
    }

    private static string GetPrefix(string key) => key[..(key.IndexOf('.', StringComparison.Ordinal) + 1)];

    /// <summary>Creates a setting of one pipeline.</summary>
    /// <typeparam name="TOptions">The options type of the pipeline.</typeparam>
    /// <param name="key">The key, such as <c>poster.quality</c>; dots separate the levels of the YAML file.</param>
    /// <param name="syntax">The syntax of a value, such as <c>1-100</c>.</param>
    /// <param name="default">The default value, as written in a configuration; empty for none.</param>
    /// <param name="description">What the setting does, in a sentence.</param>
    /// <param name="apply">Applies a value to the options; <see cref="SettingValue"/> parses common types.</param>
    public static Setting Create<TOptions>(string key, string syntax, string @default, string description, Func<TOptions, string, TOptions> apply)
        where TOptions : PipelineOptions =>
        new(key, syntax, @default, description, (options, value) => apply((TOptions)options, value));
}

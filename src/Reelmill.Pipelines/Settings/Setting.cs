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

    /// <summary>Makes a key of one pipeline.</summary>
    public static Setting Of<TOptions>(string key, string syntax, string @default, string description, Func<TOptions, string, TOptions> apply)
        where TOptions : PipelineOptions =>
        new(key, syntax, @default, description, (options, value) => apply((TOptions)options, value));
}

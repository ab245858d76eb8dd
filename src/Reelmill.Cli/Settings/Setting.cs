using Reelmill.Pipelines.Mine;

namespace Reelmill.Cli.Settings;

/// <summary>One key of the configuration. Its command line option, where it has one, is the key with two dashes.</summary>
/// <param name="Key">The key; dots stand for levels of the YAML file.</param>
/// <param name="Syntax">What its value looks like.</param>
/// <param name="Default">The default, as it would be written.</param>
/// <param name="Description">What it does.</param>
/// <param name="Apply">Takes a value into the options.</param>
internal sealed record Setting(string Key, string Syntax, string Default, string Description, Func<MineOptions, string, MineOptions> Apply)
{
    /// <summary>Whether the key is a switch: its option needs no value.</summary>
    public bool IsSwitch => Syntax == "true|false";
}

using System.CommandLine;
using Reelmill.Library.Files;
using Reelmill.Pipelines;
using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Commands;

/// <summary>The options that most commands share.</summary>
internal sealed class CommonOptions
{
    public Option<string> Library { get; } = new("--library", "-l") { Description = "The folder of the library.", Required = true, HelpName = "DIR" };

    public Option<bool> Json { get; } = new("--json") { Description = "Print only one JSON document on standard output." };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Do not show progress." };

    public Option<string?> Config { get; } = new("--config", "-c") { Description = "Read settings from a YAML file.", HelpName = "FILE" };

    public Option<string[]> Set { get; } = new("--set") { Description = "Set a configuration key.", HelpName = "KEY=VALUE" };

    private readonly List<(Setting Setting, Option Option)> _settings = [];

    /// <summary>Adds an option for a configuration key to a command; <see cref="Read"/> applies its value.</summary>
    public void Add(Command command, Setting setting)
    {
        var option = PipelineCommand.CreateOption(setting);
        _settings.Add(option);
        command.Options.Add(option.Option);
    }

    public void AddTo(Command command, bool settings = true)
    {
        command.Options.Add(Library);
        command.Options.Add(Json);
        command.Options.Add(Quiet);
        if (settings)
        {
            command.Options.Add(Config);
            command.Options.Add(Set);
        }
    }

    public string GetLibrary(ParseResult parsed)
    {
        var folder = Path.GetFullPath(parsed.GetRequiredValue(Library));
        FileModes.MatchLibrary(folder);
        return folder;
    }

    /// <summary>Reads the options of a pipeline: the base options, overridden by the configuration file, then by the command line.</summary>
    public TOptions Read<TOptions>(ParseResult parsed, PipelineSettings settings, TOptions before, IEnumerable<(string Key, string Value)> fromCommandLine)
        where TOptions : PipelineOptions
    {
        fromCommandLine = fromCommandLine.Concat(_settings.SelectMany(s => PipelineCommand.ReadValue(parsed, s.Setting, s.Option)));
        var file = parsed.GetValue(Config) is { } path ? SettingsReader.ReadFile(PipelineRegistry.BuiltIn.Settings, path, parsed.GetValue(Quiet) ? null : Console.Error.WriteLine) : [];
        var sets = (parsed.GetValue(Set) ?? []).Select(SettingsReader.ReadPair);
        var options = SettingsReader.Apply(PipelineRegistry.BuiltIn.Settings, settings, before, file, [.. fromCommandLine, .. sets]);
        if (options.Shared)
        {
            FileModes.ShareWithGroup();
        }

        return options;
    }
}

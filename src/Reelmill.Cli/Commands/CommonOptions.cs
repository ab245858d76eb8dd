using System.CommandLine;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Pipelines;
using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Commands;

/// <summary>The options that every command has.</summary>
internal sealed class CommonOptions
{
    public Option<string> Library { get; } = new("--library", "-l") { Description = "The folder of the library.", Required = true, HelpName = "DIR" };

    public Option<bool> Json { get; } = new("--json") { Description = "Print one JSON document on standard output, and nothing else there." };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Show no progress." };

    public Option<string?> Config { get; } = new("--config", "-c") { Description = "Read settings from a YAML file.", HelpName = "FILE" };

    public Option<string[]> Set { get; } = new("--set") { Description = "Set any key of the configuration.", HelpName = "KEY=VALUE" };

    private readonly List<(Setting Setting, Option Option)> _settings = [];

    /// <summary>Gives a command an option for a key that <see cref="Read"/> reads.</summary>
    public void Add(Command command, Setting setting)
    {
        var option = PipelineCommand.OptionOf(setting);
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

    public string LibraryOf(ParseResult parsed)
    {
        var folder = Path.GetFullPath(parsed.GetRequiredValue(Library));
        FileModes.MatchLibrary(folder);
        return folder;
    }

    /// <summary>A pipeline's options: the file, then what the command line adds, over what there was before.</summary>
    public TOptions Read<TOptions>(ParseResult parsed, PipelineSettings settings, TOptions before, IEnumerable<(string Key, string Value)> fromCommandLine)
        where TOptions : PipelineOptions
    {
        fromCommandLine = fromCommandLine.Concat(_settings.SelectMany(s => PipelineCommand.ValueOf(parsed, s.Setting, s.Option)));
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

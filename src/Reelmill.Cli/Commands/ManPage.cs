using System.CommandLine;
using System.CommandLine.Help;

namespace Reelmill.Cli.Commands;

/// <summary>Writes the man page of a command tree, in the macros of man(7).</summary>
internal sealed class ManPage(TextWriter output, string version)
{
    private static readonly (string Code, string Meaning)[] ExitCodes =
    [
        ("0", "All done."),
        ("1", "Some items failed, or the command could not go on; the last line on standard error names the error code."),
        ("2", "Wrong usage or configuration, or the library does not exist."),
        ("130", "Interrupted; the same command resumes."),
    ];

    private static readonly (string Name, string Meaning)[] Variables =
    [
        ("REELMILL_SERVER, REELMILL_KEY", "Stand in for --server and --key."),
        ("REELMILL_TOKEN", "The token of serve, instead of a random one."),
        ("REELMILL_MODELS", "The folder of models."),
    ];

    public void Write(RootCommand root)
    {
        output.WriteLine($""".TH REELMILL 1 "" "reelmill {version}" "User Commands" """.TrimEnd());
        Section("NAME");
        output.WriteLine($@"reelmill \- {Escaped(Summary(root))}");
        Section("SYNOPSIS");
        output.WriteLine(".B reelmill\n.I COMMAND\n[options]");
        Section("COMMANDS");
        foreach (var command in Visible(root))
        {
            Describe(command, command.Name);
        }

        Section("EXIT STATUS");
        Definitions(ExitCodes);
        Section("ENVIRONMENT");
        Definitions(Variables);
    }

    private static IEnumerable<Command> Visible(Command parent) => parent.Subcommands.Where(static c => !c.Hidden);

    /// <summary>The description as the section NAME has it: one line, no capital, no full stop.</summary>
    private static string Summary(Command root) => char.ToLowerInvariant(root.Description![0]) + root.Description[1..].TrimEnd('.');

    private void Section(string title) => output.WriteLine($".SH {title}");

    private void Describe(Command command, string path)
    {
        var arguments = string.Concat(command.Arguments.Select(static a => $" {a.Name}{(a.Arity.MaximumNumberOfValues > 1 ? "..." : "")}"));
        output.WriteLine($".SS {Escaped(path + arguments)}");
        output.WriteLine(Escaped(command.Description ?? ""));
        Definitions(command.Arguments.Where(static a => !a.Hidden).Select(static a => (a.Name, a.Description ?? "")));
        Definitions(command.Options.Where(static o => !o.Hidden && o is not HelpOption).Select(static o => (Syntax(o), o.Description ?? "")));
        foreach (var example in Help.ExamplesFor(command))
        {
            output.WriteLine($".PP\n.RS 4\n.EX\n{Escaped(example)}\n.EE\n.RE");
        }

        foreach (var child in Visible(command))
        {
            Describe(child, $"{path} {child.Name}");
        }
    }

    private static string Syntax(Option option) =>
        string.Join(", ", option.Aliases.Prepend(option.Name)) + (option.HelpName is { } value ? $" {value}" : "");

    private void Definitions(IEnumerable<(string Term, string Meaning)> definitions)
    {
        foreach (var (term, meaning) in definitions)
        {
            output.WriteLine($".TP\n.B {Escaped(term)}\n{Escaped(meaning)}");
        }
    }

    /// <summary>A text with nothing in it that roff would act on.</summary>
    private static string Escaped(string text)
    {
        text = text.Replace(@"\", @"\e", StringComparison.Ordinal).Replace("-", @"\-", StringComparison.Ordinal);
        return text is ['.' or '\'', ..] ? @"\&" + text : text;
    }
}

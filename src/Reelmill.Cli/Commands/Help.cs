using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Reelmill.Cli.Display;

namespace Reelmill.Cli.Commands;

/// <summary>Adds examples to the help of commands.</summary>
internal static class Help
{
    /// <summary>Adds examples to the help of a command.</summary>
    public static Command WithExamples(this Command command, params string[] examples)
    {
        command.Options.Add(new HelpOption("--help", "-h", "-?") { Action = new HelpWithExamples(examples) });
        return command;
    }

    /// <summary>Removes the aliases <c>/h</c> and <c>/?</c>, which would shadow paths on Linux.</summary>
    public static void RemoveSlashes(RootCommand root)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Aliases.Remove("/h");
            help.Aliases.Remove("/?");
        }
    }

    /// <summary>Gets the examples of a command.</summary>
    public static IReadOnlyList<string> ExamplesFor(Command command) =>
        command.Options.OfType<HelpOption>().Select(static o => o.Action).OfType<HelpWithExamples>().FirstOrDefault()?.Examples ?? [];

    private sealed class HelpWithExamples(string[] examples) : SynchronousCommandLineAction
    {
        private readonly HelpAction _help = new();

        public IReadOnlyList<string> Examples => examples;

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            _help.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  {example}");
            }

            return ExitCode.Done;
        }
    }
}

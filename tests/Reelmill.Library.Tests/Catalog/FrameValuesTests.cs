using FsCheck;
using FsCheck.Fluent;
using Reelmill.Library.Catalog;

namespace Reelmill.Library.Tests.Catalog;

public sealed class FrameValuesTests
{
    [Fact]
    public void Stored_values_are_read_back_unchanged() => Prop
        .ForAll<NormalFloat, UnicodeString>((number, text) =>
        {
            FrameValue value = ReplaceInvalid(text.Get);
            var (numbers, both) = (new FrameValues([new("a", number.Get)]), new FrameValues([new("b", value), new("a", number.Get)], [new("c", value)]));
            return FrameValues.ParseStored(numbers.Stored).Equals(numbers) && FrameValues.ParseStored(both.Stored).Equals(both) && !numbers.Equals(both);
        })
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Empty_values_of_kept_frames_differ_from_none()
    {
        var (unseen, seen) = (new FrameValues([]), new FrameValues([], []));

        unseen.Equals(seen).ShouldBeFalse();
        FrameValues.ParseStored(unseen.Stored).Kept.ShouldBeNull();
        FrameValues.ParseStored(seen.Stored).Kept.ShouldNotBeNull().ShouldBeEmpty();
    }

    [Fact]
    public void A_dropped_frame_shows_no_values_from_stages_of_kept_frames()
    {
        var frame = Samples.Frame("v", 0) with { Values = new([new("red", 0.5)], [new("said", "a dog")]) };

        frame.ShownValues!.Keys.ShouldBe(["red", "said"]);
        (frame with { Kept = false }).ShownValues!.Keys.ShouldBe(["red"]);
        (frame with { Kept = false, Values = new([], frame.Values.Kept) }).ShownValues.ShouldBeNull();
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_that_is_not_finite_is_refused(double number) => Should.Throw<ArgumentException>(() => (FrameValue)number);

    [Fact]
    public void A_long_text_or_invalid_Unicode_is_refused()
    {
        Should.Throw<ArgumentException>(static () => (FrameValue)new string('a', 8193));
        Should.Throw<ArgumentException>(static () => (FrameValue)"\ud800");
        Should.Throw<ArgumentException>(static () => (FrameValue)"\udc00\ud800");
        ((FrameValue)"\ud83d\ude00").Text.ShouldBe("\ud83d\ude00");
    }

    private static string ReplaceInvalid(string text) => string.Concat(text.EnumerateRunes());
}

export default function Home() {
  return <p>A chat to be measured.</p>
}
